using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Contract;

public abstract partial class ProcessClientContract
{
    [Fact(Timeout = Patience)]
    public async Task Following_goes_on_after_the_place_of_any_line()
    {
        await PrintManyAsync("one", "two", "three");
        string?[] places;
        await using (var lines = Client.FollowLogAsync("web", new LogQuery(Lines: 3), TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken))
        {
            places = [(await NextAsync(lines)).Place, (await NextAsync(lines)).Place, (await NextAsync(lines)).Place];
        }

        Assert.All(places, place => Assert.Matches("^[!-~]+$", place));
        await PrintAsync("web", "four");
        string[] expected = ["two", "three", "four"];
        for (var seen = 0; seen < places.Length; seen++)
        {
            await using var rest = Client.FollowLogAsync("web", new LogQuery(Lines: 1) { After = places[seen] }, TestContext.Current.CancellationToken)
                .GetAsyncEnumerator(TestContext.Current.CancellationToken);
            foreach (var text in expected[seen..])
            {
                var line = await NextAsync(rest);
                Assert.Equal((text, false), (line.Line, line.AfterGap));
            }
        }
    }

    [Fact(Timeout = Patience)]
    public async Task Following_after_the_last_line_waits_for_the_next_one_across_a_restart()
    {
        await PrintAsync("web", "one");
        var place = await LastPlaceAsync();
        await Client.RestartAsync("web", TestContext.Current.CancellationToken);
        await using var rest = Client.FollowLogAsync("web", new LogQuery { After = place }, TestContext.Current.CancellationToken)
                .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var next = NextAsync(rest);
        await PrintAsync("web", "two");
        var line = await next;
        Assert.Equal(("two", false), (line.Line, line.AfterGap));
    }

    [Theory(Timeout = Patience)]
    [InlineData("gone")]
    [InlineData("1.2.3")]
    [InlineData("naïve\r\n: 🚀")]
    public async Task Following_after_a_place_that_is_not_there_begins_with_the_oldest_line_and_says_so(string place)
    {
        await PrintManyAsync("one", "two");
        await using var lines = Client.FollowLogAsync("web", new LogQuery(Lines: 1) { After = place }, TestContext.Current.CancellationToken)
                .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var first = await NextAsync(lines);
        Assert.Equal(("one", true), (first.Line, first.AfterGap));
        var second = await NextAsync(lines);
        Assert.Equal(("two", false), (second.Line, second.AfterGap));
    }

    [Fact(Timeout = Patience)]
    public async Task A_page_names_no_places()
    {
        await PrintAsync("web", "one");
        Assert.Null((await Client.ReadLogAsync("web", new LogQuery(Lines: 1), TestContext.Current.CancellationToken)).Logs[0].Place);
    }

    [Fact(Timeout = Patience)]
    public async Task Watching_goes_on_after_any_event_without_gap_repeat_or_snapshot()
    {
        var seen = new List<ProcessEvent>();
        await using (var events = Client.WatchAsync(cancellationToken: TestContext.Current.CancellationToken)
                .GetAsyncEnumerator(TestContext.Current.CancellationToken))
        {
            seen.Add(await NextAsync(events));
            await Client.StartAsync("worker", TestContext.Current.CancellationToken);
            await Client.StopAsync("worker", TestContext.Current.CancellationToken);
            while (seen[^1] is not { Kind: ProcessEventKind.Change, Processes: [{ Id: "worker", State: RunState.Stopped }] })
            {
                seen.Add(await NextAsync(events));
            }
        }

        await ExitAsync("web", 7);
        foreach (var last in seen)
        {
            await using var rest = Client.WatchAsync(last.Place, TestContext.Current.CancellationToken)
                .GetAsyncEnumerator(TestContext.Current.CancellationToken);
            var news = await NextAsync(rest);
            Assert.Equal((last.Id + 1, ProcessEventKind.Change), (news.Id, news.Kind));
        }
    }

    [Theory(Timeout = Patience)]
    [InlineData("")]
    [InlineData("elsewhere-1")]
    [InlineData("naïve\r\n: 🚀")]
    public async Task Watching_after_an_event_that_is_none_of_this_server_begins_with_a_snapshot(string place)
    {
        await using var events = Client.WatchAsync(place, TestContext.Current.CancellationToken)
                .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.Equal(ProcessEventKind.Snapshot, (await NextAsync(events)).Kind);
    }

    private async Task<string?> LastPlaceAsync()
    {
        await using var lines = Client.FollowLogAsync("web", new LogQuery(Lines: 1), TestContext.Current.CancellationToken)
                .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        return (await NextAsync(lines)).Place;
    }
}
