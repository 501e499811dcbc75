using System.Text;
using System.Text.Json;
using Xunit;

namespace ProcessProxy.EndToEnd.Faults;

/// <summary>No byte of output is lost, whatever dies and however it is written.</summary>
public sealed class OutputFaultTests
{
    private const string SizeUnlimited = "logging: { maxSize: \"8GB\" }";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task The_server_is_killed_while_a_child_writes_a_line_each_50_microseconds()
    {
        // Lines that are written while no server runs: three seconds' worth.
        const int away = 60_000;
        var kills = FaultTable.Amount(1, 40);
        await using var project = new Project();
        project.Configure($"chatty: {{ command: \"{Builds.TestProcess}\", args: [\"burst\", \"1000000000\", \"50\"] }}", settings: SizeUnlimited);
        var log = project.File("logs/chatty.log");
        var server = await project.StartAsync();
        var before = await server.WaitForAsync("chatty", RunState.Running);
        for (var kill = 0; kill < kills; kill++)
        {
            await UntilLinesAsync(20_000);
            await server.KillAsync();
            await UntilLinesAsync(away);
            server = await project.StartAsync();
            var after = await server.WaitForAsync("chatty", RunState.Running);
            Assert.Equal((before.Pid, before.StartTime, true), (after.Pid, after.StartTime, after.IsReconnected));
            Assert.Single(project.InstancesOf("chatty"));
        }

        await UntilLinesAsync(20_000);
        await server.Client.StopAsync("chatty", Cancelled);
        var lines = 0;
        foreach (var line in File.ReadLines(log))
        {
            Assert.Equal($"line {++lines}", line);
        }

        Assert.Equal(lines, (await server.Client.ReadLogAsync("chatty", new LogQuery(1), Cancelled)).TotalLines);
        FaultTable.Add("kill -9 of the server while a child writes a line each 50 µs", $"{kills} kills: same pid each time, {lines} lines, 0 lost, 0 doubled, in order");

        async Task UntilLinesAsync(int more)
        {
            // A line has at least seven bytes; how many there are exactly is counted in the end.
            var size = Size() + 7L * more;
            await Wait.Until(() => Size() > size, $"{more} more lines are written");
        }

        long Size() => File.Exists(log) ? new FileInfo(log).Length : 0;
    }

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task Much_output_without_a_newline_costs_no_memory_and_is_exact()
    {
        var bytes = FaultTable.Amount(100L, 1024L) * 1024 * 1024;
        await using var project = new Project();
        project.Configure(
            $"flood: {{ command: \"sh\", args: [\"-c\", \"head -c {bytes} /dev/zero | tr '\\\\0' x; echo; echo end\"], restartOnExit: false, enabled: false }}",
            settings: SizeUnlimited);
        var server = await project.StartAsync();
        Assert.Empty((await server.Client.ReadLogAsync("flood", new LogQuery(), Cancelled)).Logs);
        var before = Footprint.MemoryOf(server.Pid);
        var most = before;
        await server.Client.StartAsync("flood", Cancelled);
        await Wait.Until(
            async () =>
            {
                await server.Client.ReadLogAsync("flood", new LogQuery(5), Cancelled);
                most = Math.Max(most, Footprint.MemoryOf(server.Pid));
                return (await server.Client.GetAsync("flood", Cancelled)).State == RunState.Stopped;
            },
            "all is written",
            TimeSpan.FromMinutes(5));
        var log = new FileInfo(project.File("logs/flood.log"));
        Assert.Equal(bytes + "\nend\n".Length, log.Length);
        await AssertAllAreAsync(log.FullName, (byte)'x', bytes);
        Assert.Equal("end", (await server.Client.ReadLogAsync("flood", new LogQuery(1), Cancelled)).Logs[0].Line);
        Assert.InRange(most - before, long.MinValue, 20L * 1024 * 1024);
        FaultTable.Add("output without a newline, read all the while", $"{bytes >> 20} MB: memory grew by {(most - before) / 1024.0 / 1024:0.0} MB, bytes exact");
    }

    [Fact(Timeout = FaultTable.LongTimeout)]
    public async Task The_last_line_of_every_short_run_is_there_before_its_end_is_announced()
    {
        var runs = FaultTable.Amount(100, 500);
        await using var project = new Project();
        project.Configure($"short: {{ command: \"sh\", args: [\"-c\", \"echo first; echo last; exit 1\"], restartDelay: 0, maxRestarts: {runs - 1}, enabled: false }}");
        var server = await project.StartAsync();
        var missing = 0;
        var ends = 0;
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var events = server.Client.WatchAsync(cancellationToken: watching.Token).GetAsyncEnumerator(watching.Token);
        Assert.True(await events.MoveNextAsync());
        try
        {
            await server.Client.StartAsync("short", Cancelled);
        }
        catch (ProcessProxyException)
        {
            // It may have ended before it could be shown as running.
        }

        // Every end is announced; whenever one is, all lines of the runs announced so far are in the log.
        while (ends < runs && await events.MoveNextAsync())
        {
            if (events.Current.Processes is [{ State: RunState.Backoff or RunState.Failed }])
            {
                ends++;
                missing += Lines(project).Count(line => line == "last") < ends ? 1 : 0;
            }
        }

        await watching.CancelAsync();
        await server.WaitForAsync("short", RunState.Failed);
        Assert.Equal(0, missing);
        Assert.Equal(Enumerable.Repeat(new[] { "first", "last" }, runs).SelectMany(pair => pair), Lines(project));
        FaultTable.Add("`echo first; echo last; exit 1`", $"{runs} runs, {ends} ends announced: {missing} last lines missing");

        static string[] Lines(Project project) => project.Lines("logs/short.log");
    }

    [Fact(Timeout = 120_000)]
    public async Task Bytes_of_every_kind_and_half_characters_at_a_buffers_edge_are_exact_and_make_valid_JSON()
    {
        // Characters of two to four bytes at every offset round the sizes that buffers have, and what is no text at all.
        var bytes = new MemoryStream();
        foreach (var edge in new[] { 4096, 16_384, 65_536 })
        {
            for (var before = edge - 4; before <= edge; before++)
            {
                bytes.Write(Encoding.UTF8.GetBytes(new string('a', before) + "é€😀" + "\n"));
            }
        }

        bytes.Write([.. "nul\0, \e[31mcolour\e[0m, 10%\r20%\r, broken "u8, 0xC3, (byte)'\n', 0xF0, 0x9F, (byte)'\n', 0xED, 0xA0, 0x80, (byte)'\n', 0xFF, 0xFE, (byte)'\n']);
        await using var project = new Project();
        await File.WriteAllBytesAsync(project.File("raw"), bytes.ToArray(), Cancelled);
        project.Configure(
            // By pieces of 1000 bytes: a character is split between two writes again and again.
            "raw: { command: \"sh\", args: [\"-c\", \"dd if=raw bs=1000 2>/dev/null; printf 'half \\\\303'; sleep 0.2; printf '\\\\251\\\\n'\"], restartOnExit: false, enabled: false }");
        var server = await project.StartAsync();
        await server.Client.StartAsync("raw", Cancelled);
        await server.WaitForAsync("raw", RunState.Stopped);
        byte[] expected = [.. bytes.ToArray(), .. "half é\n"u8];
        Assert.Equal(expected, await File.ReadAllBytesAsync(project.File("logs/raw.log"), Cancelled));

        using var http = new HttpClient();
        var json = await http.GetByteArrayAsync(new Uri($"{server.Management}/api/processes/raw/logs?lines=10000"), Cancelled);
        var lines = JsonDocument.Parse(json).RootElement.GetProperty("data").GetProperty("logs").EnumerateArray().Select(line => line.GetProperty("line").GetString()!).ToList();
        var text = string.Concat(lines);
        Assert.Equal(15, text.Split("é€😀").Length - 1);
        Assert.Equal("half é", lines[^1]);
        Assert.Contains("nul\0, \e[31mcolour\e[0m, 10%\r20%\r, broken \uFFFD", lines);
        FaultTable.Add("invalid UTF-8, NUL, ANSI, progress bars, half characters at a buffer's edge", $"{expected.Length} bytes exact, {lines.Count} lines of valid JSON, 0 characters split");
    }

    private static async Task AssertAllAreAsync(string file, byte expected, long count)
    {
        var buffer = new byte[1024 * 1024];
        await using var stream = File.OpenRead(file);
        for (var left = count; left > 0;)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(left, buffer.Length)), Cancelled);
            Assert.True(read > 0 && buffer.AsSpan(0, read).IndexOfAnyExcept(expected) < 0, $"another byte within {count - left + read}");
            left -= read;
        }
    }
}
