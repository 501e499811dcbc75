using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Keeping;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Keeping;

public sealed class LaunchDigestTests
{
    private static readonly LaunchSpec Launch = Specs.Launch("web", "/srv", "node", "server.js", "--port=1") with
    {
        Env = new ValueMap([new("A", "1"), new("B", "secret")]),
    };

    public static TheoryData<string, object> Others => new()
    {
        { "command", Launch with { Command = "nodejs" } },
        { "cwd", Launch with { Cwd = "/srv/other" } },
        { "PID file", Launch with { PidFile = "/srv/other.pid" } },
        { "log", Launch with { Log = Launch.Log with { File = "/srv/other.log" } } },
        { "separate", Launch with { Log = Launch.Log with { Output = OutputMode.Separate } } },
        { "pipe", Launch with { Log = Launch.Log with { Output = OutputMode.Pipe } } },
        { "input", Launch with { Stdin = InputMode.Open } },
        { "kept", Launch with { Log = Launch.Log with { Keep = false } } },
        { "one argument less", Launch with { Args = ["server.js"] } },
        { "two arguments in one", Launch with { Args = ["server.js --port=1"] } },
        { "order of arguments", Launch with { Args = ["--port=1", "server.js"] } },
        { "an empty argument", Launch with { Args = ["server.js", "--port=1", ""] } },
        { "a value", Launch with { Env = new ValueMap([new("A", "1"), new("B", "other")]) } },
        { "a name", Launch with { Env = new ValueMap([new("A", "1"), new("C", "secret")]) } },
        { "a variable that is not passed on", Launch with { Unset = ["C"] } },
        { "a variable as an argument", Launch with { Args = ["server.js", "--port=1", "A=1"], Env = new ValueMap([new("B", "secret")]) } },
        { "an argument as a variable", Launch with { Args = ["server.js"], Env = new ValueMap([.. Launch.Env, new("--port", "1")]) } },
    };

    [Theory]
    [MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public void A_digest_is_none_of_a_different_launch(string what, object other) =>
        Assert.False(LaunchDigest.IsOf(LaunchDigest.Of(With(Launch)), With((LaunchSpec)other)), what);

    [Fact]
    public void A_digest_is_one_of_an_equal_launch_whatever_the_order_of_its_variables() => Assert.True(
        LaunchDigest.IsOf(LaunchDigest.Of(With(Launch)), With(Launch with { Env = new ValueMap([new("B", "secret"), new("A", "1")]) })));

    [Fact]
    public void How_large_the_log_may_grow_does_not_matter_to_the_program() => Assert.True(
        LaunchDigest.IsOf(LaunchDigest.Of(With(Launch)), With(Launch with { Log = Launch.Log with { MaxSize = 1, MaxFiles = 1 } })));

    [Fact]
    public void A_digest_shows_nothing_of_what_went_in_not_even_that_it_is_what_another_has() =>
        Assert.NotEqual(LaunchDigest.Of(With(Launch)), LaunchDigest.Of(With(Launch)));

    /// <summary>As the first version wrote it for this launch.</summary>
    [Fact]
    public void A_digest_of_the_first_version_which_had_no_salt_still_says_whether_something_has_changed()
    {
        const string first = "46137ac21abe293fbcbaaf862ffb2b9c9476de2cdf2f785b4b20721b56b17a8c";
        Assert.True(LaunchDigest.IsOf(first, With(Launch)));
        Assert.False(LaunchDigest.IsOf(first, With(Launch with { Args = [] })));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("00:")]
    [InlineData("not hexadecimal:00")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000000000:00")]
    public void What_is_no_digest_is_one_of_nothing(string text) => Assert.False(LaunchDigest.IsOf(text, With(Launch)));

    private static ProcessSpec With(LaunchSpec launch) => new() { Id = "web", Launch = launch };
}
