using System.Net;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>What a real server tells without being asked again: changes and lines of output.</summary>
public sealed class StreamTests
{
    private const string Greeter = "web:\n  command: \"sh\"\n  args: [\"-c\", \"echo I am $$; exec sleep 1000\"]";
    private static readonly HttpClient Http = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Events_begin_with_a_snapshot_and_tell_every_change_of_a_restart_in_order()
    {
        await using var project = new Project().Configure($"{Greeter}\nother:\n  command: \"sleep\"\n  args: [\"1000\"]");
        var server = await project.StartAsync();
        var before = await server.WaitForAsync("web", RunState.Running);
        await server.WaitForAsync("other", RunState.Running);
        var events = server.Client.WatchAsync(cancellationToken: Cancelled).GetAsyncEnumerator(Cancelled);
        await using (events)
        {
            Assert.True(await events.MoveNextAsync());
            var snapshot = events.Current;
            Assert.Equal(ProcessEventKind.Snapshot, snapshot.Kind);
            Assert.Equal(["web", "other"], snapshot.Processes.Select(process => process.Id));

            var after = await server.Client.RestartAsync("web", Cancelled);
            var states = new List<RunState>();
            var id = snapshot.Id;
            while (states.LastOrDefault() != RunState.Running)
            {
                Assert.True(await events.MoveNextAsync());
                Assert.Equal(++id, events.Current.Id);
                var process = Assert.Single(events.Current.Processes);
                Assert.Equal("web", process.Id);
                if (states.LastOrDefault() != process.State || states.Count == 0)
                {
                    states.Add(process.State);
                }
            }

            Assert.Equal([RunState.Stopping, RunState.Starting, RunState.Running], states);
            Assert.Equal(after.Pid, Assert.Single(events.Current.Processes).Pid);
            Assert.NotEqual(before.Pid, after.Pid);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Events_and_followed_logs_end_when_the_server_stops()
    {
        await using var project = new Project().Configure(Greeter);
        var server = await project.StartAsync();
        await server.WaitForAsync("web", RunState.Running);
        var events = server.Client.WatchAsync(cancellationToken: Cancelled).GetAsyncEnumerator(Cancelled);
        var lines = server.Client.FollowLogAsync("web", new LogQuery(1), Cancelled).GetAsyncEnumerator(Cancelled);
        await using (events)
        await using (lines)
        {
            Assert.True(await events.MoveNextAsync());
            Assert.True(await lines.MoveNextAsync());
            Assert.Equal(0, await server.StopAsync());
            var states = new List<RunState>();
            while (await events.MoveNextAsync())
            {
                states.Add(events.Current.Processes[0].State);
            }

            Assert.Equal(RunState.Stopped, states[^1]);
            Assert.False(await lines.MoveNextAsync());
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_followed_log_goes_on_across_restarts_by_the_operator_and_by_itself()
    {
        await using var project = new Project().Configure($"{Greeter}\n  restartDelay: 50");
        var server = await project.StartAsync();
        var first = await server.WaitForAsync("web", RunState.Running);
        var lines = server.Client.FollowLogAsync("web", new LogQuery(10), Cancelled).GetAsyncEnumerator(Cancelled);
        await using (lines)
        {
            await NextIsAsync(first.Pid);
            var second = await server.Client.RestartAsync("web", Cancelled);
            await NextIsAsync(second.Pid);
            Machine.Signal(second.Pid!.Value, Machine.Kill);
            var third = await server.WaitForAsync("web", info => info is { State: RunState.Running, RestartCount: 1 }, "runs again");
            await NextIsAsync(third.Pid);
        }

        async Task NextIsAsync(int? pid)
        {
            Assert.True(await lines.MoveNextAsync());
            Assert.Equal($"I am {pid}", lines.Current.Line);
            Assert.Equal(LogStream.Output, lines.Current.Stream);
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Logs_are_bare_lines_for_who_asks_for_text_and_tell_their_streams_when_kept_apart()
    {
        await using var project = new Project().Configure(
            "web:\n  command: \"sh\"\n  args: [\"-c\", \"echo öut; echo err >&2; exec sleep 1000\"]\n  output: separate");
        var server = await project.StartAsync();
        await Wait.Until(
            async () => (await server.Client.ReadLogAsync("web", new LogQuery(10), Cancelled)).Logs.Count == 2, "both lines are there");
        Assert.Equal("öut\n", await TextAsync("lines=10&stream=stdout"));
        Assert.Equal("err\n", await TextAsync("lines=10&stream=stderr"));
        var page = await server.Client.ReadLogAsync("web", new LogQuery(10), Cancelled);
        Assert.Equal(
            [(LogStream.Stderr, "err"), (LogStream.Stdout, "öut")],
            page.Logs.Select(line => (line.Stream, line.Line)).OrderBy(line => line.Line, StringComparer.Ordinal));
        Assert.All(page.Logs, line => Assert.InRange(line.Timestamp, DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(200)));

        async Task<string> TextAsync(string query)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Management}/api/processes/web/logs?{query}");
            request.Headers.Add("Accept", "text/plain");
            using var response = await Http.SendAsync(request, Cancelled);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
            return await response.Content.ReadAsStringAsync(Cancelled);
        }
    }
}
