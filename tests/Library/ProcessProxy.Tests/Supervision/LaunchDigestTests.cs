using ProcessProxy.Configuration;
using ProcessProxy.Supervision;
using Xunit;

namespace ProcessProxy.Tests.Supervision;

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
        { "separate", Launch with { Log = Launch.Log with { Separate = true } } },
        { "kept", Launch with { Log = Launch.Log with { Keep = false } } },
        { "one argument less", Launch with { Args = ["server.js"] } },
        { "two arguments in one", Launch with { Args = ["server.js --port=1"] } },
        { "order of arguments", Launch with { Args = ["--port=1", "server.js"] } },
        { "an empty argument", Launch with { Args = ["server.js", "--port=1", ""] } },
        { "a value", Launch with { Env = new ValueMap([new("A", "1"), new("B", "other")]) } },
        { "a name", Launch with { Env = new ValueMap([new("A", "1"), new("C", "secret")]) } },
        { "a variable as an argument", Launch with { Args = ["server.js", "--port=1", "A=1"], Env = new ValueMap([new("B", "secret")]) } },
        { "an argument as a variable", Launch with { Args = ["server.js"], Env = new ValueMap([.. Launch.Env, new("--port", "1")]) } },
    };

    [Theory]
    [MemberData(nameof(Others), DisableDiscoveryEnumeration = true)]
    public void Different_launches_have_different_digests(string what, object other) =>
        Assert.True(LaunchDigest.Of(Launch) != LaunchDigest.Of((LaunchSpec)other), what);

    [Fact]
    public void Equal_launches_have_equal_digests_whatever_the_order_of_their_variables() => Assert.Equal(
        LaunchDigest.Of(Launch), LaunchDigest.Of(Launch with { Env = new ValueMap([new("B", "secret"), new("A", "1")]) }));

    [Fact]
    public void How_large_the_log_may_grow_does_not_matter_to_the_program() => Assert.Equal(
        LaunchDigest.Of(Launch), LaunchDigest.Of(Launch with { Log = Launch.Log with { MaxSize = 1, MaxFiles = 1 } }));

    [Fact]
    public void A_digest_shows_nothing_of_what_went_in() =>
        Assert.Matches("^[0-9a-f]{64}$", LaunchDigest.Of(Launch));
}
