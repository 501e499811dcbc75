using Xunit;

namespace ProcessProxy.Tests;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain text, with\ttabs\nand lines\r\nof both kinds; é 日本 🙂", "plain text, with\ttabs\nand lines\r\nof both kinds; é 日本 🙂")]
    [InlineData("\e[31mred\e[0m", @"\x1B[31mred\x1B[0m")]
    [InlineData("\e]0;title\a", @"\x1B]0;title\x07")]
    [InlineData("\u009b31m", @"\x9B31m")]
    [InlineData("wiped\rout", @"wiped\x0Dout")]
    [InlineData("at the end\r", @"at the end\x0D")]
    [InlineData("\0\b\x7f", @"\x00\x08\x7F")]
    [InlineData("user\u202Etxt.exe", @"user\u202Etxt.exe")]
    [InlineData("\u2066\u2069\u200b\ufeff\u2028", @"\u2066\u2069\u200B\uFEFF\u2028")]
    public void What_could_take_hold_of_a_terminal_is_shown_as_what_it_is(string text, string shown) => Assert.Equal(shown, VisibleText.Of(text));

    [Theory]
    [InlineData(null, "")]
    [InlineData("a\nb", @"a\x0Ab")]
    [InlineData("a\r\nb\rc\td\u2028", @"a\x0D\x0Ab\x0Dc\x09d\u2028")]
    public void Where_there_is_one_line_nothing_ends_it(string? text, string shown) => Assert.Equal(shown, VisibleText.Line(text));

    [Fact]
    public void Text_that_is_harmless_is_not_copied()
    {
        const string text = "harmless";
        Assert.Same(text, VisibleText.Of(text));
        Assert.Equal("", VisibleText.Of(null));
    }
}
