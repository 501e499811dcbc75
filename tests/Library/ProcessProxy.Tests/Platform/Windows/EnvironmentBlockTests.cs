using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Windows.Programs;
using Xunit;

namespace ProcessProxy.Tests.Platform.Windows;

/// <summary>The block in which Windows hands a program its environment.</summary>
public sealed class EnvironmentBlockTests
{
    [Fact]
    public void It_is_sorted_without_regard_to_case_and_ends_with_two_NULs() =>
        Assert.Equal("A=1\0b=2\0C=\0\0", Of(("C", ""), ("b", "2"), ("A", "1")));

    [Fact]
    public void An_empty_one_is_two_NULs_too() => Assert.Equal("\0\0", Of());

    [Fact]
    public void A_value_may_have_any_character_but_a_NUL()
    {
        Assert.Equal("A==x;é\n\0\0", Of(("A", "=x;é\n")));
        Assert.Equal("The value of its environment variable A has a NUL in it.", Assert.Throws<LaunchException>(() => Of(("A", "x\0y"))).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("A=B")]
    [InlineData("A\0")]
    public void A_name_that_cannot_be_one_is_refused(string name) =>
        Assert.Contains("which Windows does not allow", Assert.Throws<LaunchException>(() => Of((name, "x"))).Message, StringComparison.Ordinal);

    private static string Of(params (string Name, string Value)[] entries) =>
        new(EnvironmentBlock.Of(entries.ToDictionary(entry => entry.Name, entry => entry.Value)));
}
