using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Supervision;
using Xunit;

namespace ProcessProxy.Tests.Supervision;

public sealed class StateFeedTests
{
    private const int Patience = 20_000;
    private readonly FakeTimeProvider time = new();
    private long lastPublication;
    private readonly StateFeed feed;

    public StateFeedTests()
    {
        var origin = time.GetTimestamp();
        feed = new StateFeed(() => new Now(time.GetElapsedTime(origin), time.GetUtcNow()));
        feed.SetOrder(["web", "db"]);
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Processes_are_listed_in_the_order_of_the_configuration_and_only_those()
    {
        Publish("db");
        Publish("stranger");
        Publish("web");
        Assert.Equal(["web", "db"], feed.All().Select(process => process.Id));
        feed.Remove("web");
        Assert.Equal(["db"], feed.All().Select(process => process.Id));
        Assert.Null(feed.Get("web"));
        Assert.Null(feed.Find("web"));
    }

    [Fact]
    public void Ages_move_with_the_clock_as_long_as_it_runs()
    {
        time.Advance(TimeSpan.FromSeconds(5));
        Publish("web", RunState.Running, since: TimeSpan.FromSeconds(2));
        Publish("db");
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(TimeSpan.FromSeconds(13), feed.Get("web")!.Uptime);
        Assert.Equal([TimeSpan.FromSeconds(13), null], feed.All().Select(process => process.Uptime));
    }

    [Fact]
    public void Readiness_tells_what_the_proxy_has_to_know()
    {
        Publish("web", RunState.Running, generation: 9);
        Assert.Equal(new ProcessReadiness(RunState.Running, HealthState.None, "publication 1", null, 9, WillRun: true), feed.Find("web"));
        Assert.Same(feed.Find("web"), feed.Find("web"));
    }

    [Fact(Timeout = Patience)]
    public async Task A_watcher_gets_one_snapshot_and_then_every_change()
    {
        Publish("web");
        await using var news = feed.WatchAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        var snapshot = await NextAsync(news);
        Assert.Equal((1, ProcessEventKind.Snapshot), (snapshot.Id, snapshot.Kind));
        Assert.Equal(["web"], snapshot.Processes.Select(process => process.Id));
        Publish("db");
        feed.Remove("web");
        feed.Remove("web");
        Publish("db");
        Assert.Equal((2, ProcessEventKind.Change, "db"), await NextAsync(news) is var first ? (first.Id, first.Kind, first.Processes[0].Id) : default);
        Assert.Equal((3, ProcessEventKind.Removed, "web"), await NextAsync(news) is var second ? (second.Id, second.Kind, second.Processes[0].Id) : default);
        Assert.Equal(4, (await NextAsync(news)).Id);
    }

    [Fact(Timeout = Patience)]
    public async Task Watchers_that_come_in_the_middle_have_no_gap_and_no_repeat()
    {
        const int count = 2000;
        feed.SetOrder(["p0", "p1", "p2", "p3"]);
        using var begun = new SemaphoreSlim(0);
        var publishers = Enumerable.Range(0, 4).Select(one => Task.Run(
            () =>
            {
                for (var number = 1; number <= count / 4; number++)
                {
                    Publish($"p{one}", generation: number, reason: $"{number}");
                    begun.Release();
                }
            },
            Cancelled)).ToArray();
        await begun.WaitAsync(Cancelled);
        var watchers = Enumerable.Range(0, 8).Select(_ => Task.Run(FollowAsync, Cancelled)).ToArray();
        await Task.WhenAll(publishers);
        foreach (var seen in await Task.WhenAll(watchers))
        {
            Assert.All(Enumerable.Range(0, 4), one => Assert.Equal(count / 4, seen[$"p{one}"]));
        }

        async Task<Dictionary<string, int>> FollowAsync()
        {
            var at = new Dictionary<string, int>();
            var id = 0L;
            await foreach (var news in feed.WatchAsync(Cancelled))
            {
                Assert.True(news.Kind == ProcessEventKind.Snapshot || news.Id == id + 1);
                id = news.Id;
                foreach (var process in news.Processes)
                {
                    var number = int.Parse(process.Reason, System.Globalization.CultureInfo.InvariantCulture);
                    Assert.True(news.Kind == ProcessEventKind.Snapshot || number == at.GetValueOrDefault(process.Id) + 1);
                    at[process.Id] = number;
                }

                if (id == count)
                {
                    break;
                }
            }

            return at;
        }
    }

    [Fact(Timeout = Patience)]
    public async Task A_watcher_that_falls_behind_is_cut_off_after_what_it_was_owed()
    {
        await using var slow = feed.WatchAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        await using var quick = feed.WatchAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        await NextAsync(slow);
        await NextAsync(quick);
        for (var number = 1; number <= 6000; number++)
        {
            Publish("web");
            Assert.Equal(number, (await NextAsync(quick)).Id);
        }

        var read = 0;
        while (await slow.MoveNextAsync())
        {
            Assert.Equal(++read, slow.Current.Id);
        }

        Assert.InRange(read, 1000, 5999);
    }

    [Fact(Timeout = Patience)]
    public async Task Closing_ends_every_stream_also_of_those_who_come_later()
    {
        await using var early = feed.WatchAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        await NextAsync(early);
        Publish("web");
        feed.Close();
        Assert.Equal(1, (await NextAsync(early)).Id);
        Assert.False(await early.MoveNextAsync());
        await using var late = feed.WatchAsync(Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.Equal(ProcessEventKind.Snapshot, (await NextAsync(late)).Kind);
        Assert.False(await late.MoveNextAsync());
    }

    [Fact(Timeout = Patience)]
    public async Task Cancelling_ends_the_watching()
    {
        using var leaving = new CancellationTokenSource();
        await using var news = feed.WatchAsync(leaving.Token).GetAsyncEnumerator(Cancelled);
        await NextAsync(news);
        var next = news.MoveNextAsync();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public void Whoever_listens_may_ask_from_within()
    {
        var seen = new List<RunState?>();
        feed.Changed += id => seen.Add(feed.Find(id)?.State);
        Publish("web", RunState.Running);
        feed.Remove("web");
        Assert.Equal([RunState.Running, null], seen);
    }

    private void Publish(string id, RunState state = RunState.Stopped, TimeSpan since = default, long generation = 0, string? reason = null) => feed.Publish(
        ProcessInfoProjection.Of(Specs.Process(id), new ProcessState { Reason = reason ?? $"publication {++lastPublication}" }, default) with { State = state, IsRunning = state == RunState.Running },
        new ProcessState
        {
            RunningSince = since, Generation = generation,
            Phase = state == RunState.Running ? Phase.Running : Phase.Stopped, Goal = state == RunState.Running ? Goal.Up : Goal.Down,
        });

    private static async Task<ProcessEvent> NextAsync(IAsyncEnumerator<ProcessEvent> news)
    {
        Assert.True(await news.MoveNextAsync());
        return news.Current;
    }
}
