using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Supervision;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Feed;

public sealed class StateFeedTests
{
    private const int Patience = 20_000;
    private readonly FakeTimeProvider time = new();
    private long lastPublication;
    private readonly LogNotes notes = new();
    private readonly StateFeed feed;

    public StateFeedTests()
    {
        var origin = time.GetTimestamp();
        feed = new StateFeed(() => new Now(time.GetElapsedTime(origin), time.GetUtcNow()), notes);
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
        Assert.Equal(new ProcessReadiness(RunState.Running, HealthState.None, "publication 1", null, 9, WillRun: true) { IsWanted = true, IsReady = true }, feed.Find("web"));
        Assert.Same(feed.Find("web"), feed.Find("web"));
    }

    [Fact(Timeout = Patience)]
    public async Task A_watcher_gets_one_snapshot_and_then_every_change()
    {
        Publish("web");
        await using var news = feed.WatchAsync(null, Cancelled).GetAsyncEnumerator(Cancelled);
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
            await foreach (var news in feed.WatchAsync(null, Cancelled))
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
    public async Task A_watcher_that_falls_behind_is_told_so_instead_of_missing_changes()
    {
        await using var slow = feed.WatchAsync(null, Cancelled).GetAsyncEnumerator(Cancelled);
        await using var quick = feed.WatchAsync(null, Cancelled).GetAsyncEnumerator(Cancelled);
        await NextAsync(slow);
        await NextAsync(quick);
        PublishMany(EventHistory.Capacity);
        for (var number = 1; number <= EventHistory.Capacity; number++)
        {
            Assert.Equal(number, (await NextAsync(quick)).Id);
        }

        Assert.Equal(1, (await NextAsync(slow)).Id);
        PublishMany(2);
        Assert.Equal(EventHistory.Capacity + 1, (await NextAsync(quick)).Id);
        var failure = await Assert.ThrowsAsync<ProcessProxyException>(async () => await slow.MoveNextAsync());
        Assert.Equal(ErrorCodes.FellBehind, failure.Code);
    }

    [Fact(Timeout = Patience)]
    public async Task A_watcher_goes_on_after_any_change_that_is_kept()
    {
        PublishMany(3);
        await using var first = feed.WatchAsync(null, Cancelled).GetAsyncEnumerator(Cancelled);
        var place = (await NextAsync(first)).Place;
        PublishMany(EventHistory.Capacity);
        await using var second = feed.WatchAsync(place, Cancelled).GetAsyncEnumerator(Cancelled);
        var one = await NextAsync(second);
        Assert.Equal((4, ProcessEventKind.Change), (one.Id, one.Kind));
        await using var third = feed.WatchAsync(one.Place, Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.Equal(5, (await NextAsync(third)).Id);
    }

    [Fact(Timeout = Patience)]
    public async Task A_watcher_that_has_seen_everything_waits_for_the_next_change_without_a_snapshot()
    {
        PublishMany(3);
        await using var first = feed.WatchAsync(null, Cancelled).GetAsyncEnumerator(Cancelled);
        await using var second = feed.WatchAsync((await NextAsync(first)).Place, Cancelled).GetAsyncEnumerator(Cancelled);
        var next = second.MoveNextAsync();
        Assert.False(next.IsCompleted);
        PublishMany(1);
        Assert.True(await next);
        Assert.Equal(4, second.Current.Id);
    }

    [Fact(Timeout = Patience)]
    public async Task A_place_that_is_too_old_gets_a_snapshot()
    {
        PublishMany(3);
        await using var first = feed.WatchAsync(null, Cancelled).GetAsyncEnumerator(Cancelled);
        var place = (await NextAsync(first)).Place;
        PublishMany(EventHistory.Capacity + 1);
        await using var second = feed.WatchAsync(place, Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.Equal((EventHistory.Capacity + 4, ProcessEventKind.Snapshot), await NextAsync(second) is var news ? (news.Id, news.Kind) : default);
    }

    [Theory(Timeout = Patience)]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("{run}")]
    [InlineData("{run}-")]
    [InlineData("{run}--1")]
    [InlineData("{run}-4")]
    [InlineData("{run}-9223372036854775807")]
    [InlineData("{run}-99999999999999999999")]
    [InlineData("{run}-0x2")]
    [InlineData("000000000000-2")]
    public async Task A_place_that_is_none_of_this_server_gets_a_snapshot(string place)
    {
        PublishMany(3);
        await using var first = feed.WatchAsync(null, Cancelled).GetAsyncEnumerator(Cancelled);
        var run = (await NextAsync(first)).Place!.Split('-')[0];
        await using var second = feed.WatchAsync(place.Replace("{run}", run, StringComparison.Ordinal), Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.Equal(ProcessEventKind.Snapshot, (await NextAsync(second)).Kind);
    }

    [Fact(Timeout = Patience)]
    public async Task A_place_of_an_earlier_server_gets_a_snapshot()
    {
        PublishMany(3);
        await using var first = feed.WatchAsync(null, Cancelled).GetAsyncEnumerator(Cancelled);
        var later = new StateFeed(() => default, notes);
        await using var second = later.WatchAsync((await NextAsync(first)).Place, Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.Equal(ProcessEventKind.Snapshot, (await NextAsync(second)).Kind);
    }

    [Fact(Timeout = Patience)]
    public async Task Closing_ends_every_stream_also_of_those_who_come_later()
    {
        await using var early = feed.WatchAsync(null, Cancelled).GetAsyncEnumerator(Cancelled);
        await NextAsync(early);
        Publish("web");
        feed.Close();
        Assert.Equal(1, (await NextAsync(early)).Id);
        Assert.False(await early.MoveNextAsync());
        await using var late = feed.WatchAsync(null, Cancelled).GetAsyncEnumerator(Cancelled);
        Assert.Equal(ProcessEventKind.Snapshot, (await NextAsync(late)).Kind);
        Assert.False(await late.MoveNextAsync());
    }

    [Fact(Timeout = Patience)]
    public async Task Cancelling_ends_the_watching()
    {
        using var leaving = new CancellationTokenSource();
        await using var news = feed.WatchAsync(null, leaving.Token).GetAsyncEnumerator(Cancelled);
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

    private void PublishMany(int count)
    {
        for (var number = 0; number < count; number++)
        {
            Publish("web");
        }
    }

    private void Publish(string id, RunState state = RunState.Stopped, TimeSpan since = default, long generation = 0, string? reason = null) => feed.Publish(
        ProcessInfoProjection.Of(Specs.Process(id), new ProcessState { Reason = reason ?? $"publication {++lastPublication}" }, default) with { State = state, IsRunning = state == RunState.Running },
        new ProcessState
        {
            Run = new Run { Identity = new("boot", 4711, 17, 23, "mark"), Since = since }, Generation = generation,
            Phase = state == RunState.Running ? Phase.Running : Phase.Stopped, Goal = state == RunState.Running ? Goal.Up : Goal.Down,
        });

    private static async Task<ProcessEvent> NextAsync(IAsyncEnumerator<ProcessEvent> news)
    {
        Assert.True(await news.MoveNextAsync());
        return news.Current;
    }
}
