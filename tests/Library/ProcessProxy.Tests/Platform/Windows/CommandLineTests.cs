using System.Text;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Windows.Programs;
using Xunit;

namespace ProcessProxy.Tests.Platform.Windows;

/// <summary>What is put together here must be taken apart by a program into the same arguments.</summary>
public sealed class CommandLineTests
{
    private const string Program = @"C:\Program Files\app\app.exe";

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("", "\"\"")]
    [InlineData("two words", "\"two words\"")]
    [InlineData("a\tb", "\"a\tb\"")]
    [InlineData(@"C:\dir\", @"C:\dir\")]
    [InlineData(@"C:\my dir\", "\"C:\\my dir\\\\\"")]
    [InlineData("say \"hi\"", "\"say \\\"hi\\\"\"")]
    [InlineData("a\\\"b", "\"a\\\\\\\"b\"")]
    [InlineData(@"\\server\share x", "\"\\\\server\\share x\"")]
    [InlineData("50%&|<>^", "50%&|<>^")]
    public void An_argument_is_quoted_when_it_has_to_be(string argument, string written) =>
        Assert.Equal($"\"{Program}\" {written}", CommandLine.Of(Program, [argument]));

    [Fact]
    public void Whatever_the_arguments_are_they_come_out_as_they_went_in()
    {
        const string letters = "ab \t\"\\%'é\n";
        var random = new Random(20260801);
        for (var round = 0; round < 20_000; round++)
        {
            var arguments = Enumerable.Range(0, random.Next(4))
                .Select(_ => string.Concat(Enumerable.Range(0, random.Next(9)).Select(_ => letters[random.Next(letters.Length)])))
                .ToList();
            Assert.Equal([Program, .. arguments], Parse(CommandLine.Of(Program, arguments)));
        }
    }

    [Fact]
    public void What_Windows_cannot_hand_over_is_refused_with_a_sentence()
    {
        Assert.Contains("has a NUL in it", Assert.Throws<LaunchException>(() => CommandLine.Of(Program, ["a\0b"])).Message, StringComparison.Ordinal);
        Assert.Contains("quotation mark", Assert.Throws<LaunchException>(() => CommandLine.Of("a\"b.exe", [])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "characters together; Windows takes 32766",
            Assert.Throws<LaunchException>(() => CommandLine.Of(Program, [new string('x', 33_000)])).Message, StringComparison.Ordinal);
    }

    /// <summary>The documented rules of the C runtime, written down a second time, from the reader's side.</summary>
    private static List<string> Parse(string line)
    {
        var end = line.IndexOf('"', 1);
        var found = new List<string> { line[1..end] };
        for (var at = end + 1; at < line.Length;)
        {
            if (line[at] is ' ' or '\t')
            {
                at++;
                continue;
            }

            var argument = new StringBuilder();
            for (var isQuoted = false; at < line.Length && (isQuoted || line[at] is not (' ' or '\t'));)
            {
                var backslashes = 0;
                while (at < line.Length && line[at] == '\\')
                {
                    (backslashes, at) = (backslashes + 1, at + 1);
                }

                var isAtQuote = at < line.Length && line[at] == '"';
                argument.Append('\\', isAtQuote ? backslashes / 2 : backslashes);
                if (isAtQuote && backslashes % 2 == 0)
                {
                    isQuoted = !isQuoted;
                    at++;
                }
                else if (at < line.Length && (isAtQuote || isQuoted || line[at] is not (' ' or '\t')))
                {
                    argument.Append(line[at++]);
                }
            }

            found.Add(argument.ToString());
        }

        return found;
    }

    [Fact]
    public void A_folder_that_ends_in_a_backslash_does_not_swallow_the_quote_after_it_in_the_line_of_a_service() => Assert.Equal(
        @"""C:\my tools\processproxy.exe"" run --project-directory ""C:\my app\\"" --log-format json",
        CommandLine.Join([@"C:\my tools\processproxy.exe", "run", "--project-directory", @"C:\my app\", "--log-format", "json"]));
}
