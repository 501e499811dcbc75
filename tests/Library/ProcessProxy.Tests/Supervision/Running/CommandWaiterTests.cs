using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Running;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Running;

/// <summary>When a command has settled, and how, read from states alone.</summary>
public sealed class CommandWaiterTests
{
    private static readonly ProcessInfo Shown = ProcessInfoProjection.Of(Specs.Process(), new ProcessState(), default);
    private static readonly ProcessState Stopped = new() { Generation = 4 };
    private static readonly ProcessState Running = new() { Generation = 4, Phase = Phase.Running, Goal = Goal.Up };

    public static TheoryData<string, object, object, object, string?> Rows => new()
    {
        { "a start of what runs", CommandKind.Start, Running, Running, "ok" },
        { "a start that is under way", CommandKind.Start, Stopped, Running with { Generation = 5, Phase = Phase.Launching }, null },
        { "a start that runs", CommandKind.Start, Stopped, Running with { Generation = 5 }, "ok" },
        { "a start whose launch failed", CommandKind.Start, Stopped, Backoff(5) with { LaunchError = new(5, "No.") }, ErrorCodes.LaunchFailed },
        { "a start after an earlier launch failed", CommandKind.Start, Stopped with { LaunchError = new(4, "No.") }, Running with { Generation = 5, Phase = Phase.Launching, LaunchError = new(4, "No.") }, null },
        { "a start of what waits, whose launch failed", CommandKind.Start, Waiting(4), Backoff(4) with { LaunchError = new(4, "No.") }, ErrorCodes.LaunchFailed },
        { "a start that a stop overruled", CommandKind.Start, Stopped, Stopped with { Generation = 5, Phase = Phase.Stopping }, ErrorCodes.Conflict },
        { "a start that waits", CommandKind.Start, Stopped, Waiting(5), null },
        { "a start whose dependency does not come", CommandKind.Start, Stopped, Waiting(5) with { Blocked = "waits for db, which is failed" }, ErrorCodes.DependencyNotReady },
        { "a restart that has not begun", CommandKind.Restart, Running, Running with { Phase = Phase.Stopping }, null },
        { "a restart seen before its stop", CommandKind.Restart, Running, Running, null },
        { "a restart that runs", CommandKind.Restart, Running, Running with { Generation = 5 }, "ok" },
        { "a restart of what waited and runs", CommandKind.Restart, Waiting(4), Running, "ok" },
        { "a restart whose launch failed", CommandKind.Restart, Running, Backoff(5) with { LaunchError = new(5, "No.") }, ErrorCodes.LaunchFailed },
        { "a stop that is under way", CommandKind.Stop, Running, Running with { Phase = Phase.Stopping, Goal = Goal.Down }, null },
        { "a stop that is through", CommandKind.Stop, Running, Stopped, "ok" },
        { "a stop overtaken by a start", CommandKind.Stop, Running, Running with { Generation = 5 }, "ok" },
        { "a stop that something survived", CommandKind.Stop, Running, Stopped with { Phase = Phase.Failed, Reason = "could not be ended: x (1)" }, ErrorCodes.Conflict },
    };

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public async Task A_command_settles_by_what_it_wanted(string what, object kind, object issuedAt, object now, string? outcome)
    {
        var answer = new TaskCompletionSource<ProcessInfo>();
        var waiter = new CommandWaiter((CommandKind)kind, "web", (ProcessState)issuedAt, answer);
        Assert.True(waiter.TrySettle((ProcessState)now, () => Shown) == outcome is not null, what);
        Assert.Equal(outcome is not null, answer.Task.IsCompleted);
        if (outcome == "ok")
        {
            Assert.Same(Shown, await answer.Task);
        }
        else if (outcome is not null)
        {
            var failure = await Assert.ThrowsAsync<ProcessProxyException>(() => answer.Task);
            Assert.Equal(outcome, failure.Code);
            Assert.StartsWith("web ", failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_has_been_answered_is_not_refused_afterwards()
    {
        var answer = new TaskCompletionSource<ProcessInfo>();
        var waiter = new CommandWaiter(CommandKind.Stop, "web", Running, answer);
        Assert.True(waiter.TrySettle(Stopped, () => Shown));
        waiter.Abandon(new ProcessProxyException(ErrorCodes.ShuttingDown, "Too late."));
        Assert.Same(Shown, await answer.Task);
    }

    private static ProcessState Backoff(long generation) => new() { Generation = generation, Phase = Phase.Backoff, Goal = Goal.Up };

    private static ProcessState Waiting(long generation) => new() { Generation = generation, Phase = Phase.Waiting, Goal = Goal.Up };
}
