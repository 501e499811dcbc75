using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>Programs that open their own output by its name and empty it: the loss is said and marked, and everything goes on.</summary>
public sealed class EmptiedLogTests
{
    private const int Patience = 60_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = Patience)]
    [InlineData("sh", "echo by-name > /dev/stderr")]
    [InlineData("sh", "echo by-name | tee /dev/stderr > /dev/null")]
    [InlineData("python3", "open('/dev/stdout', 'w').write('by-name\\n')")]
    [InlineData("node", "require('fs').writeSync(require('fs').openSync('/dev/stdout', 'w'), 'by-name\\n')")]
    public async Task A_program_that_writes_to_its_output_by_name_loses_its_log_but_that_is_said_and_marked(string interpreter, string statement)
    {
        Assert.SkipUnless(IsThere(interpreter), $"{interpreter} is not there.");
        await using var project = new Project();
        var flag = interpreter == "node" ? "-e" : "-c";
        var program = interpreter == "sh" ? "inner.sh" : "inner";
        project
            .Write(program, statement + "\n")
            .Write("web.sh", $"echo one; echo two\nwhile ! [ -e go ]; do sleep 0.02; done\n{interpreter} {(interpreter == "sh" ? "inner.sh" : $"{flag} \"$(cat inner)\"")}\necho after\nexec sleep 1000\n")
            .Configure("web: { command: \"sh\", args: [\"web.sh\"] }");
        var server = await project.StartAsync();
        await using var lines = server.Client.FollowLogAsync("web", new LogQuery(), Cancelled).GetAsyncEnumerator(Cancelled);
        await NextAsync(lines, "one");
        await NextAsync(lines, "two");
        project.Write("go", "");
        await NextAsync(lines, "by-name");
        Assert.Equal((true, 8), (lines.Current.AfterGap, lines.Current.LostBytes));
        await NextAsync(lines, "after");
        Assert.Equal((false, 0), (lines.Current.AfterGap, lines.Current.LostBytes));

        Assert.Equal("by-name\nafter\n", await File.ReadAllTextAsync(project.File("logs/web.log"), Cancelled));
        var page = await server.Client.ReadLogAsync("web", new LogQuery(), Cancelled);
        Assert.Equal([("by-name", 8), ("after", 0L)], page.Logs.Select(line => (line.Line, line.LostBytes)));
        Assert.Contains($"'{project.File("logs/web.log")}' was emptied, and not by this server: at least 8 bytes", server.Output, StringComparison.Ordinal);
        Assert.Contains("use >&2", server.Output, StringComparison.Ordinal);

        var shown = await Tool.ServerAsync("/", "logs", "web", "--config", project.ConfigFile);
        Assert.Equal((0, "by-name\nafter\n"), (shown.ExitCode, shown.Output));
        Assert.Contains("8 bytes are lost", shown.Errors, StringComparison.Ordinal);

        // The next server still knows.
        await server.KillAsync();
        server = await project.StartAsync();
        page = await server.Client.ReadLogAsync("web", new LogQuery(), Cancelled);
        Assert.Equal([8, 0L], page.Logs.Select(line => line.LostBytes));
        Assert.DoesNotContain("was emptied", server.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task A_program_that_writes_every_line_by_name_is_followed_line_by_line_and_warned_of_once()
    {
        await using var project = new Project();
        project
            .Write("web.sh", "for i in 10 11 12 13 14 15 16 17 18 19; do echo line $i > /dev/stderr; while ! [ -e seen$i ]; do sleep 0.01; done; done\nexec sleep 1000\n")
            .Configure("web: { command: \"sh\", args: [\"web.sh\"] }");
        var server = await project.StartAsync();
        await using var lines = server.Client.FollowLogAsync("web", new LogQuery(), Cancelled).GetAsyncEnumerator(Cancelled);
        for (var line = 10; line < 20; line++)
        {
            await NextAsync(lines, $"line {line}");
            project.Write($"seen{line}", "");
        }

        Assert.Single(server.Output.Split('\n'), line => line.Contains("was emptied", StringComparison.Ordinal));
        Assert.Equal("line 19\n", await File.ReadAllTextAsync(project.File("logs/web.log"), Cancelled));
    }

    private static async Task NextAsync(IAsyncEnumerator<LogLine> lines, string text)
    {
        Assert.True(await lines.MoveNextAsync());
        Assert.Equal(text, lines.Current.Line);
    }

    private static bool IsThere(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
