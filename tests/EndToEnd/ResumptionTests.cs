using System.Net.ServerSentEvents;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>A reader that is cut off comes back with the id of its last event, and misses nothing and sees nothing twice.</summary>
public sealed class ResumptionTests
{
    private const string Small = "logging: { maxSize: \"64KB\", maxFiles: 1000 }";
    private static readonly HttpClient Http = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_log_is_followed_on_across_the_death_of_the_server_in_a_burst_that_is_rotated()
    {
        const int count = 300_000;
        await using var project = new Project();
        project.Configure($"chatty:\n  command: \"{Builds.TestProcess}\"\n  args: [\"burst\", \"{count}\", \"10\"]\n  enabled: false", settings: Small);
        var server = await project.StartAsync();
        Directory.CreateDirectory(project.File("logs"));
        await File.WriteAllTextAsync(project.File("logs/chatty.log"), "ready\n", Cancelled);
        var reader = new Reader();
        Assert.Equal("ready", await reader.ReadAsync(server, 1));
        var child = (await server.Client.StartAsync("chatty", Cancelled)).Pid;
        await reader.ReadLinesAsync(server, 2000);
        await server.KillAsync();

        // What comes while nobody is there is rotated and read by the next server.
        server = await project.StartAsync();
        Assert.Equal(child, (await server.Client.GetAsync("chatty", Cancelled)).Pid);
        while (reader.Seen < count)
        {
            await reader.ReadLinesAsync(server, Math.Min(50_000, count - reader.Seen));
        }

        Assert.Equal("done", await reader.ReadAsync(server, 1));

        // How often depends on how much one rotation finds, which is more the busier the machine is.
        await Wait.Until(() => new KeptLog(project.File("logs/chatty.log")).Archives.Length > 0, "the log is rotated");
    }

    [Fact(Timeout = 60_000)]
    public async Task Both_streams_of_a_program_are_followed_on_across_its_restart_and_the_servers()
    {
        await using var project = new Project().Configure(
            "web:\n  command: \"sh\"\n  args: [\"-c\", \"for i in 1 2 3; do echo out $i; echo err $i >&2; done; exec sleep 1000\"]\n  output: separate",
            settings: "onExit: detach");
        var server = await project.StartAsync();
        await server.WaitForAsync("web", RunState.Running);
        string? place = null;
        var seen = new List<(LogStream, string)>();
        await TakeAsync(2);
        await server.Client.RestartAsync("web", Cancelled);
        await TakeAsync(3);
        Assert.Equal(0, await server.StopAsync());
        server = await project.StartAsync();
        await TakeAsync(7);
        foreach (var stream in new[] { (LogStream.Stdout, "out"), (LogStream.Stderr, "err") })
        {
            string[] expected = [.. Enumerable.Range(0, 6).Select(number => $"{stream.Item2} {number % 3 + 1}")];
            Assert.Equal(expected, seen.Where(line => line.Item1 == stream.Item1).Select(line => line.Item2));
        }

        async Task TakeAsync(int count)
        {
            var query = new LogQuery(LogQuery.MaxLines) { After = place };
            await foreach (var line in server.Client.FollowLogAsync("web", query, Cancelled))
            {
                Assert.False(line.AfterGap);
                seen.Add((line.Stream, line.Line));
                place = line.Place;
                if (--count == 0)
                {
                    break;
                }
            }
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Events_go_on_after_a_lost_connection_and_begin_anew_with_another_server()
    {
        await using var project = new Project().Configure("web:\n  command: \"sleep\"\n  args: [\"1000\"]");
        var server = await project.StartAsync();
        await server.WaitForAsync("web", RunState.Running);
        var first = await NextAsync(null);
        Assert.Equal(ProcessEventKind.Snapshot, first.Kind);
        await server.Client.RestartAsync("web", Cancelled);
        var second = await NextAsync(first.Place);
        Assert.Equal((ProcessEventKind.Change, first.Id + 1), (second.Kind, second.Id));
        Assert.Equal(first.Id + 2, (await NextAsync(second.Place)).Id);

        await server.KillAsync();
        server = await project.StartAsync();
        Assert.Equal(ProcessEventKind.Snapshot, (await NextAsync(second.Place)).Kind);

        async Task<ProcessEvent> NextAsync(string? after)
        {
            await using var events = server.Client.WatchAsync(after, Cancelled).GetAsyncEnumerator(Cancelled);
            Assert.True(await events.MoveNextAsync());
            return events.Current;
        }
    }

    [Fact(Timeout = 240_000)]
    public async Task A_reader_of_events_that_is_too_slow_is_dropped_with_a_notice_and_may_come_back()
    {
        // More changes than are kept, each of a size that the buffers of a connection hold only some hundreds of.
        const int count = 40;
        var large = new string('x', 20_000);
        var programs = string.Join('\n', Enumerable.Range(0, count).Select(number =>
            $"p{number}: {{ command: \"true\", description: \"{large}\", restartDelay: 1, maxRestarts: 50, enabled: false }}"));
        await using var project = new Project().Configure(programs);
        var server = await project.StartAsync();
        using var response = await OpenAsync(server, "/api/events", null);
        await using var body = await response.Content.ReadAsStreamAsync(Cancelled);
        await Task.WhenAll(Enumerable.Range(0, count).Select(number => server.Client.StartAsync($"p{number}", Cancelled)));
        await Wait.Until(
            async () => (await server.Client.ListAsync(Cancelled)).All(process => process.State == RunState.Failed), "every process has failed",
            TimeSpan.FromMinutes(2));
        var names = new List<string>();
        var last = "";
        await foreach (var item in SseParser.Create(body).EnumerateAsync(Cancelled))
        {
            names.Add(item.EventType);
            last = item.EventId ?? last;
        }

        Assert.Equal("dropped", names[^1]);
        Assert.Equal("snapshot", names[0]);
        await using var events = server.Client.WatchAsync(last, Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.True(await events.MoveNextAsync());
        Assert.Equal(ProcessEventKind.Snapshot, events.Current.Kind);
    }

    private static Task<HttpResponseMessage> OpenAsync(ServerUnderTest server, string path, string? lastId)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, server.Management + path);
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        return Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancelled);
    }

    /// <summary>Reads a log as a browser does, with a connection of its own for each part of it.</summary>
    private sealed class Reader
    {
        private string? last;

        public int Seen { get; private set; }

        public async Task ReadLinesAsync(ServerUnderTest server, int count)
        {
            Assert.Equal($"line {Seen + count}", await ReadAsync(server, count, $"line {Seen + 1}"));
            Seen += count;
        }

        public async Task<string> ReadAsync(ServerUnderTest server, int count, string? first = null)
        {
            using var response = await OpenAsync(server, "/api/processes/chatty/logs?follow=true&lines=1", last);
            await using var body = await response.Content.ReadAsStreamAsync(Cancelled);
            var number = Seen;
            await foreach (var item in SseParser.Create(body, (_, data) => System.Text.Json.JsonSerializer.Deserialize(data, ApiJson.Default.LogLine)!).EnumerateAsync(Cancelled))
            {
                Assert.False(item.Data.AfterGap);
                Assert.True(first is null || item.Data.Line == $"line {++number}", $"{item.Data.Line} came in place of line {number}");
                last = item.EventId;
                if (--count == 0)
                {
                    return item.Data.Line;
                }
            }

            throw new InvalidOperationException("The stream ended.");
        }
    }
}
