using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Running;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Running;

/// <summary>What a program is still answering when it is to end.</summary>
public sealed class OrderlyStopTests : IAsyncLifetime
{
    private const int Patience = 20_000;
    private readonly Bench bench = new();
    private readonly TaskCompletionSource quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<string> asked = [];
    private ProcessRunner runner = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        bench.BeforeStop = (id, _) =>
        {
            asked.Add(id);
            return quiet.Task;
        };
        runner = bench.Runner(Specs.Process(launch: bench.Launch("web")));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await runner.DisposeAsync();
        bench.Dispose();
    }

    [Theory(Timeout = Patience)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_asked_to_end_when_it_has_answered(bool isRestart)
    {
        await runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        var child = bench.Host.Last;
        var command = runner.CommandAsync(isRestart ? CommandKind.Restart : CommandKind.Stop, "a test", Cancelled);
        await bench.UntilAsync("web", RunState.Stopping);
        Assert.Empty(child.EndRequests);
        quiet.SetResult();
        await command;
        Assert.Single(child.EndRequests);
        Assert.Equal(["web"], asked);
    }

    [Fact(Timeout = Patience)]
    public async Task It_is_shown_as_about_to_run_while_a_restart_waits_and_not_while_a_stop_does()
    {
        await runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        var restart = runner.CommandAsync(CommandKind.Restart, "a test", Cancelled);
        await bench.UntilAsync("web", RunState.Stopping);
        Assert.True(bench.Feed.Find("web")!.WillRun);
        var stop = runner.CommandAsync(CommandKind.Stop, "a test", Cancelled);
        await bench.UntilAsync("web", _ => !bench.Feed.Find("web")!.WillRun);
        quiet.SetResult();
        await stop;
        await Assert.ThrowsAsync<ProcessProxyException>(() => restart);
    }

    [Fact(Timeout = Patience)]
    public async Task Who_takes_too_long_is_not_waited_for()
    {
        await runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        var stop = runner.CommandAsync(CommandKind.Stop, "a test", Cancelled);
        await bench.UntilAsync("web", RunState.Stopping);
        await Wait.Passing(() => bench.Time.Advance(OrderlyStop.Patience), () => stop.IsCompleted);
        Assert.Single(bench.Host.Last.EndRequests);
    }

    [Fact(Timeout = Patience)]
    public async Task A_second_thought_that_there_is_no_time_is_heard()
    {
        await runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        var stop = runner.CommandAsync(CommandKind.Stop, "a test", Cancelled);
        await bench.UntilAsync("web", RunState.Stopping);
        await runner.HurryAsync();
        await stop;
    }

    [Fact(Timeout = Patience)]
    public async Task A_fault_of_those_who_are_asked_stops_no_stop()
    {
        await runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        quiet.SetException(new InvalidOperationException("a fault of theirs"));
        await runner.CommandAsync(CommandKind.Stop, "a test", Cancelled);
        Assert.Contains(bench.Notes.Entries, entry => entry.Contains("is stopped anyway", StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task What_ends_by_itself_is_not_waited_for()
    {
        await runner.CommandAsync(CommandKind.Start, "a test", Cancelled);
        bench.Host.Last.Exit();
        await bench.UntilAsync("web", RunState.Backoff);
        Assert.Empty(asked);
    }
}
