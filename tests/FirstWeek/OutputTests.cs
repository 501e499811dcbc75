using Xunit;

namespace ProcessProxy.FirstWeek;

/// <summary>Where the output of a command goes: a file with other things, a full disk, nowhere, a reader who has seen enough.</summary>
public sealed class OutputTests : IAsyncLifetime
{
    private readonly Project project = new();

    public async ValueTask InitializeAsync()
    {
        try
        {
            project.Configure("web: { command: \"sh\", args: [\"-c\", \"echo one; echo two; exec sleep 1000\"] }");
            await project.StartAsync();
            await Wait.Until(() => project.Lines("logs/web.log").Length == 2, "web has written");
        }
        catch
        {
            // Who does not come to be is not disposed of.
            await project.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync() => await project.DisposeAsync();

    [Fact(Timeout = 120_000)]
    public async Task What_is_printed_goes_behind_what_is_in_the_file_already()
    {
        Assert.SkipWhen(Machine.Which("bash") is null, "There is no bash here.");
        var file = project.File("out");
        var run = await Shell.RunAsync(project.Root, $"{{ echo before; $P logs web; $P list | head -n 1 | cut -c 1-4; $P logs web -n 1; echo after; }} > '{file}'");
        Assert.Equal(("", 0), (run.Errors, run.ExitCode));
        Assert.Equal("before\none\ntwo\nNAME\ntwo\nafter\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("list")]
    [InlineData("list --json")]
    [InlineData("status")]
    [InlineData("diagnose web")]
    [InlineData("logs web")]
    [InlineData("logs web -f")]
    [InlineData("plan")]
    [InlineData("reload")]
    [InlineData("check")]
    [InlineData("--help")]
    [InlineData("--version")]
    [InlineData("completion bash")]
    [InlineData("service install --dry-run")]
    public async Task A_full_disk_is_a_sentence_and_no_success(string command)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        var run = await Shell.RunAsync(project.Root, $"$P {command} > /dev/full");
        Assert.Equal((1, "processproxy: Cannot write to standard output: No space left on device.\n"), (run.ExitCode, run.Errors));
    }

    [Theory(Timeout = 120_000)]
    [InlineData("list")]
    [InlineData("status")]
    [InlineData("logs web")]
    [InlineData("--help")]
    public async Task A_closed_output_is_a_sentence_and_no_success(string command)
    {
        var run = await Shell.RunAsync(project.Root, $"$P {command} >&-");
        Assert.Equal((1, "processproxy: Cannot write to standard output: Bad file descriptor.\n"), (run.ExitCode, run.Errors));
    }

    [Fact(Timeout = 120_000)]
    public async Task Where_problems_cannot_be_printed_the_exit_code_still_tells()
    {
        Assert.Equal(5, (await Shell.RunAsync(project.Root, "$P status nobody 2>&-")).ExitCode);
        Assert.Equal(1, (await Shell.RunAsync(project.Root, "$P lsit 2> /dev/full")).ExitCode);
    }

    [Theory(Timeout = 120_000)]
    [InlineData("list")]
    [InlineData("logs web")]
    [InlineData("logs web -f")]
    public async Task A_reader_who_has_gone_ends_a_command_without_a_word(string command)
    {
        // Of a log that is followed no line comes any more: the command has to notice by itself.
        var run = await Shell.RunAsync(project.Root, $"$P {command} | true; echo ${{PIPESTATUS[0]}}");
        Assert.Equal(("", "0\n"), (run.Errors, run.Output));
    }
}
