using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Contract;

public abstract partial class ProcessClientContract
{
    [Fact(Timeout = Patience)]
    public async Task The_log_has_the_last_lines_oldest_first()
    {
        await PrintManyAsync("one", "two", "three");
        var page = await Client.ReadLogAsync("web", new LogQuery(Lines: 2), TestContext.Current.CancellationToken);
        Assert.Equal(["two", "three"], page.Logs.Select(line => line.Line));
        Assert.Equal("web", page.ProcessId);
        Assert.True(page.TotalLines >= 3);
        Assert.Equal((await Client.GetAsync("web", TestContext.Current.CancellationToken)).LogFile, page.LogFile);
    }

    [Fact(Timeout = Patience)]
    public async Task A_log_of_a_process_that_never_ran_is_empty() =>
        Assert.Empty((await Client.ReadLogAsync("worker", new LogQuery(), TestContext.Current.CancellationToken)).Logs);

    [Theory(Timeout = Patience)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(10_001)]
    [InlineData(int.MinValue)]
    public async Task A_number_of_lines_out_of_range_is_a_bad_argument(int lines)
    {
        var query = new LogQuery(lines);
        Assert.Equal(ErrorCodes.BadArgument, (await FailsAsync(() => Client.ReadLogAsync("web", query, TestContext.Current.CancellationToken))).Code);
        Assert.Equal(
            ErrorCodes.BadArgument,
            (await FailsAsync(() => FirstAsync(Client.FollowLogAsync("web", query, TestContext.Current.CancellationToken)))).Code);
    }

    [Theory(Timeout = Patience)]
    [InlineData(1)]
    [InlineData(10_000)]
    public async Task The_least_and_the_most_lines_are_allowed(int lines) =>
        Assert.NotNull(await Client.ReadLogAsync("web", new LogQuery(lines), TestContext.Current.CancellationToken));

    [Fact(Timeout = Patience)]
    public async Task Lines_are_read_as_they_were_written()
    {
        string[] lines = ["", "  spaced  ", "tab\there", "naïve → 日本語 🚀", "\"quoted\" \\ <b>&amp;</b>", "\u001b[31mred\u001b[0m", "data: x", ": comment"];
        await PrintManyAsync(lines);
        var page = await Client.ReadLogAsync("web", new LogQuery(lines.Length), TestContext.Current.CancellationToken);
        Assert.Equal(lines, page.Logs.Select(line => line.Line));
    }

    [Fact(Timeout = Patience)]
    public async Task Following_gives_the_last_lines_and_then_every_new_one_across_restarts()
    {
        await PrintManyAsync("old", "last");
        await using var lines = Client.FollowLogAsync("web", new LogQuery(Lines: 1), TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.Equal("last", (await NextAsync(lines)).Line);
        await PrintAsync("web", "new: naïve → 🚀");
        Assert.Equal("new: naïve → 🚀", (await NextAsync(lines)).Line);
        await Client.RestartAsync("web", TestContext.Current.CancellationToken);
        await PrintAsync("web", "after");
        Assert.Equal("after", (await NextAsync(lines)).Line);
    }

    [Fact(Timeout = Patience)]
    public async Task Cancelling_ends_the_following_at_once()
    {
        await PrintAsync("web", "first");
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using var lines = Client.FollowLogAsync("web", new LogQuery(Lines: 1), ending.Token).GetAsyncEnumerator(ending.Token);
        await NextAsync(lines);
        var next = lines.MoveNextAsync();
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact(Timeout = Patience)]
    public async Task Watching_begins_with_one_snapshot_of_all_processes()
    {
        await using var events = Client.WatchAsync(cancellationToken: TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var snapshot = await NextAsync(events);
        Assert.Equal(ProcessEventKind.Snapshot, snapshot.Kind);
        Assert.Equal(["web", "worker", "broken"], snapshot.Processes.Select(process => process.Id));
    }

    [Fact(Timeout = Patience)]
    public async Task Watching_gives_every_change_after_the_snapshot_once_and_in_order()
    {
        await using var events = Client.WatchAsync(cancellationToken: TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        var expected = (await NextAsync(events)).Id;
        await Client.StartAsync("worker", TestContext.Current.CancellationToken);
        await Client.StopAsync("worker", TestContext.Current.CancellationToken);
        await ExitAsync("web", 7);
        ProcessInfo last;
        List<ProcessInfo> workers = [];
        do
        {
            var news = await NextAsync(events);
            Assert.Equal(++expected, news.Id);
            Assert.Equal(ProcessEventKind.Change, news.Kind);
            last = Assert.Single(news.Processes);
            if (last.Id == "worker")
            {
                workers.Add(last);
            }
        }
        while (last is not { Id: "web", LastExit.Code: 7 });

        Assert.Contains(workers, worker => worker.State == RunState.Running);
        Assert.Equal(RunState.Stopped, workers[^1].State);
    }

    [Fact(Timeout = Patience)]
    public async Task Two_watchers_see_the_same()
    {
        await using var one = Client.WatchAsync(cancellationToken: TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        await using var two = Client.WatchAsync(cancellationToken: TestContext.Current.CancellationToken)
            .GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.Equal((await NextAsync(one)).Id, (await NextAsync(two)).Id);
        await Client.StartAsync("worker", TestContext.Current.CancellationToken);
        var (first, second) = (await NextAsync(one), await NextAsync(two));
        Assert.Equal((first.Id, first.Processes[0].State), (second.Id, second.Processes[0].State));
    }

    private async Task PrintManyAsync(params string[] lines)
    {
        foreach (var line in lines)
        {
            await PrintAsync("web", line);
        }
    }

    private static async Task FirstAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (var _ in items)
        {
            return;
        }
    }

    private static async Task<T> NextAsync<T>(IAsyncEnumerator<T> items)
    {
        Assert.True(await items.MoveNextAsync());
        return items.Current;
    }
}
