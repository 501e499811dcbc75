using ProcessProxy.Supervision.Lanes;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Lanes;

/// <summary>Where launches and files are waited for.</summary>
public sealed class WorkLanesTests : IDisposable
{
    private const int Patience = 20_000;
    private readonly WorkLanes lanes = new(1);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = Patience)]
    public async Task What_is_awaited_goes_on_in_a_lane_and_never_on_a_thread_that_carries_traffic()
    {
        var pool = await On(new Turn(lanes), async () =>
        {
            var before = Thread.CurrentThread.IsThreadPoolThread;
            await Task.Yield();
            await Task.Delay(1, Cancelled);
            return before || Thread.CurrentThread.IsThreadPoolThread;
        });
        Assert.False(pool);
    }

    [Fact(Timeout = Patience)]
    public async Task Who_is_waited_for_goes_before_a_thousand_for_whom_nobody_waits()
    {
        using var gate = new ManualResetEventSlim();
        var hasBegun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var order = new List<string>();
        var busy = On(new Turn(lanes), () => Note("busy", gate));
        await hasBegun.Task.WaitAsync(Cancelled);
        var many = Enumerable.Range(0, 1000).Select(i => On(new Turn(lanes), () => Note($"{i}"))).ToList();
        var turn = new Turn(lanes);
        var stop = On(turn, () => Note("stop"));
        using (turn.Hurry())
        {
            gate.Set();
            await stop;
        }

        await Task.WhenAll([busy, .. many]);
        Assert.Equal(["busy", "stop", "0", "1"], order.Take(4));

        Task<bool> Note(string what, ManualResetEventSlim? until = null)
        {
            hasBegun.TrySetResult();
            until?.Wait(Cancelled);
            order.Add(what);
            return Task.FromResult(true);
        }
    }

    public void Dispose() => lanes.Dispose();

    private static Task<T> On<T>(Turn turn, Func<Task<T>> work) => Task.Factory.StartNew(work, Cancelled, TaskCreationOptions.DenyChildAttach, turn).Unwrap();
}
