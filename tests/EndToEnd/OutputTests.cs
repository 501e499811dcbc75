using System.Text.Json;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>No output is lost, and it is kept as it was written.</summary>
public sealed class OutputTests(OutputTests.Fixture fixture) : IClassFixture<OutputTests.Fixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private Project Project => fixture.Project;

    private HttpProcessClient Client => fixture.Client;

    [Fact(Timeout = 60_000)]
    public async Task Merged_output_keeps_the_exact_order_of_both_streams()
    {
        await Client.StartAsync("merged", Cancelled);
        await fixture.Server.WaitForAsync("merged", RunState.Stopped);
        string[] expected = [.. Enumerable.Range(1, 300).SelectMany(i => new[] { $"out {i}", $"err {i}" })];
        Assert.Equal(expected, new KeptLog(Project.File("logs/merged.log")).Text().Split('\n')[..^1]);
        var page = await Client.ReadLogAsync("merged", new LogQuery(1000), Cancelled);
        Assert.Equal(expected, page.Logs.Select(line => line.Line));
        Assert.All(page.Logs, line => Assert.Equal(LogStream.Output, line.Stream));
        Assert.Equal(page.Logs.Select(line => line.Timestamp).Order(), page.Logs.Select(line => line.Timestamp));
        Assert.Equal((600, Project.File("logs/merged.log")), (page.TotalLines, page.LogFile));
    }

    [Fact(Timeout = 60_000)]
    public async Task Separate_output_tells_the_streams_apart()
    {
        await Client.StartAsync("separate", Cancelled);
        await fixture.Server.WaitForAsync("separate", RunState.Stopped);
        Assert.Equal(["out 1", "out 2"], await LinesAsync("separate", LogStream.Stdout));
        Assert.Equal(["err 1", "err 2"], await LinesAsync("separate", LogStream.Stderr));
        Assert.Equal(4, (await Client.ReadLogAsync("separate", new LogQuery(), Cancelled)).Logs.Count);
        Assert.Equal(["out 1", "out 2"], Project.Lines("logs/separate.log"));
    }

    [Fact(Timeout = 60_000)]
    public async Task The_last_line_is_there_when_the_exit_is_announced()
    {
        for (var run = 1; run <= 50; run++)
        {
            await Client.StartAsync("last", Cancelled);
            await fixture.Server.WaitForAsync("last", RunState.Failed);
            var page = await Client.ReadLogAsync("last", new LogQuery(2), Cancelled);
            Assert.Equal(["first", "last"], page.Logs.Select(line => line.Line));
            Assert.Equal(2 * run, page.TotalLines);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Bytes_are_kept_as_they_were_written_and_shown_as_text()
    {
        await Client.StartAsync("bytes", Cancelled);
        await fixture.Server.WaitForAsync("bytes", RunState.Stopped);
        var raw = await File.ReadAllBytesAsync(Project.File("logs/bytes.log"), Cancelled);
        Assert.Equal(Fixture.Raw, raw);

        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri($"{fixture.Server.Management}/api/processes/bytes/logs"), Cancelled);
        var lines = JsonDocument.Parse(text).RootElement.GetProperty("data").GetProperty("logs").EnumerateArray()
            .Select(line => line.GetProperty("line").GetString()).ToList();
        Assert.Equal(["nul \0 end", "broken \uFFFD\uFFFD end", "progress 10%\rprogress 20%", "\e[31mred\e[0m", "ø€😀", "no newline"], lines);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_new_run_appends()
    {
        for (var run = 0; run < 2; run++)
        {
            await Client.StartAsync("again", Cancelled);
            await fixture.Server.WaitForAsync("again", RunState.Stopped);
        }

        Assert.Equal(["run", "run"], Project.Lines("logs/again.log"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_log_over_its_size_is_rotated_before_a_start_and_no_line_of_the_kept_files_is_lost()
    {
        // Each run writes 2 KB; a log may hold 1 KB and two old ones are kept.
        for (var run = 1; run <= 4; run++)
        {
            Project.Write("run", $"{run}");
            await Client.StartAsync("rotated", Cancelled);
            await fixture.Server.WaitForAsync("rotated", RunState.Stopped);
        }

        Assert.Equal(Enumerable.Range(1, 200).Select(i => $"run 4 {i}"), Project.Lines("logs/rotated.log"));
        Assert.Equal(Enumerable.Range(1, 200).Select(i => $"run 3 {i}"), Project.Lines("logs/rotated.log.1"));
        Assert.Equal(Enumerable.Range(1, 200).Select(i => $"run 2 {i}"), Project.Lines("logs/rotated.log.2"));
        Assert.False(File.Exists(Project.File("logs/rotated.log.3")));
        var page = await Client.ReadLogAsync("rotated", new LogQuery(10_000), Cancelled);
        Assert.Equal(600, page.TotalLines);
        Assert.Equal("run 2 1", page.Logs[0].Line);
        Assert.Equal("run 4 200", page.Logs[^1].Line);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_follower_sees_every_line_once_across_runs()
    {
        await Client.StartAsync("followed", Cancelled);
        await fixture.Server.WaitForAsync("followed", RunState.Stopped);
        var seen = new List<string>();
        await foreach (var line in Client.FollowLogAsync("followed", new LogQuery(100), Cancelled))
        {
            seen.Add(line.Line);
            if (seen.Count == 3)
            {
                await Client.StartAsync("followed", Cancelled);
            }

            if (seen.Count == 6)
            {
                break;
            }
        }

        Assert.Equal(["1", "2", "3", "1", "2", "3"], seen);
    }

    private async Task<IEnumerable<string>> LinesAsync(string id, LogStream stream) =>
        (await Client.ReadLogAsync(id, new LogQuery(100, stream), Cancelled)).Logs.Select(line => line.Line);

    public sealed class Fixture : SharedServer
    {
        internal static byte[] Raw { get; } =
        [
            .. "nul \0 end\nbroken "u8, 0xFF, 0xC3, .. " end\nprogress 10%\rprogress 20%\n\e[31mred\e[0m\nø€😀\nno newline"u8,
        ];

        protected override async Task PrepareAsync()
        {
            await File.WriteAllBytesAsync(Project.File("raw"), Raw, Cancelled);
            Project.Configure(
                """
                merged: { command: "sh", args: ["-c", "i=1; while [ $i -le 300 ]; do echo out $i; echo err $i >&2; i=$((i+1)); done"], enabled: false, restartOnExit: false }
                separate: { command: "sh", args: ["-c", "for i in 1 2; do echo out $i; echo err $i >&2; done"], output: "separate", enabled: false, restartOnExit: false }
                last: { command: "sh", args: ["-c", "echo first; echo last; exit 1"], enabled: false, restartOnExit: false }
                bytes: { command: "cat", args: ["raw"], enabled: false, restartOnExit: false }
                again: { command: "echo", args: ["run"], enabled: false, restartOnExit: false }
                rotated: { command: "sh", args: ["-c", "read -r n < run; i=1; while [ $i -le 200 ]; do echo run $n $i; i=$((i+1)); done"], enabled: false, restartOnExit: false }
                followed: { command: "sh", args: ["-c", "echo 1; echo 2; echo 3"], enabled: false, restartOnExit: false }
                """,
                settings: "logging: { maxSize: \"1KB\", maxFiles: 2 }");
        }
    }
}
