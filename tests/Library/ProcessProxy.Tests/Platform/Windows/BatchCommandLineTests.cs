using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Windows.Programs;
using Xunit;

namespace ProcessProxy.Tests.Platform.Windows;

/// <summary>cmd.exe must never find a command in an argument.</summary>
public sealed class BatchCommandLineTests
{
    private const string File = @"C:\Program Files\nodejs\npm.cmd";
    private const string Start = "cmd.exe /d /e:on /v:off /s /c \"\"C:\\Program Files\\nodejs\\npm.cmd\"";

    [Theory]
    [InlineData("start", "start")]
    [InlineData("--port=80", "\"--port=80\"")]
    [InlineData("", "\"\"")]
    [InlineData("a&calc", "\"a&calc\"")]
    [InlineData("a^b", "\"a^b\"")]
    [InlineData("say \"hi\"&calc", "\"say \"\"hi\"\"&calc\"")]
    [InlineData(@"C:\my dir\", "\"C:\\my dir\\\\\"")]
    [InlineData("a\\\"b", "\"a\\\\\"\"b\"")]
    public void An_argument_that_is_not_plain_is_quoted(string argument, string written) =>
        Assert.Equal($"{Start} {written}\"", BatchCommandLine.Of(File, [argument]));

    [Theory]
    [InlineData("100%", "a percent sign")]
    [InlineData("a\nb", "a line break")]
    [InlineData("a\rb", "a carriage return")]
    [InlineData("a\0b", "a NUL")]
    public void What_cannot_be_quoted_is_refused(string argument, string words) => Assert.Equal(
        $"Its argument '{argument}' has {words} in it, which cannot be handed to this program on Windows.",
        Assert.Throws<LaunchException>(() => BatchCommandLine.Of(File, ["run", argument])).Message);

    [Fact]
    public void A_percent_sign_in_the_name_of_the_file_is_refused_too() =>
        Assert.Throws<LaunchException>(() => BatchCommandLine.Of(@"C:\50%\a.cmd", []));

    [Fact]
    public void A_line_longer_than_cmd_reads_is_refused() =>
        Assert.Contains("cmd.exe takes 8191", Assert.Throws<LaunchException>(() => BatchCommandLine.Of(File, [new string('x', 9000)])).Message, StringComparison.Ordinal);

    [Fact]
    public void Whatever_the_argument_is_no_command_sign_stands_outside_of_quotes()
    {
        const string letters = "ab \"\\&|<>^!();,=*?";
        var random = new Random(20260802);
        for (var round = 0; round < 20_000; round++)
        {
            var argument = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => letters[random.Next(letters.Length)]));
            var rest = BatchCommandLine.Of(File, [argument])[Start.Length..^1];
            var isQuoted = false;
            foreach (var character in rest)
            {
                isQuoted ^= character == '"';
                Assert.False(!isQuoted && "&|<>^!();,=*?".Contains(character, StringComparison.Ordinal), rest);
            }

            Assert.False(isQuoted, rest);
        }
    }

    [Fact]
    public void A_folder_on_the_network_is_refused_because_cmd_would_run_in_the_folder_of_Windows() => Assert.Equal(
        @"Its working directory \\server\share\app is a network path. cmd.exe, which runs batch files, cannot work there: give the share a drive letter and use that.",
        Assert.Throws<LaunchException>(() => BatchCommandLine.CheckFolder(@"\\server\share\app")).Message);

    [Theory]
    [InlineData(@"C:\a.CMD", true)]
    [InlineData(@"C:\a.bat", true)]
    [InlineData(@"C:\cmd.exe", false)]
    public void A_batch_file_is_known_by_its_extension(string file, bool isBatch) => Assert.Equal(isBatch, BatchCommandLine.IsBatch(file));
}
