using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Connections;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Connections;

public sealed class OutgoingAllowanceTests
{
    private readonly FakeTimeProvider time = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_finds_none_waits_until_one_is_given_back()
    {
        var allowance = new OutgoingAllowance(2, time);
        Assert.True(allowance.TryTake());
        await allowance.TakeAsync(Cancelled);
        Assert.False(allowance.TryTake());
        var (first, second) = (allowance.TakeAsync(Cancelled).AsTask(), allowance.TakeAsync(Cancelled).AsTask());
        Assert.False(first.IsCompleted || second.IsCompleted);
        allowance.Return();
        Assert.True((await Task.WhenAny(first, second)).IsCompletedSuccessfully);
        allowance.Return();
        await Task.WhenAll(first, second);
        Assert.False(allowance.TryTake());
    }

    [Fact]
    public async Task Who_waits_for_too_long_is_told_that_there_is_no_room()
    {
        var allowance = new OutgoingAllowance(0, time);
        var waiting = allowance.TakeAsync(Cancelled).AsTask();
        await Wait.Passing(() => time.Advance(TimeSpan.FromSeconds(1)), () => waiting.IsCompleted);

        await Assert.ThrowsAsync<NoRoomException>(() => waiting);
    }

    [Fact]
    public async Task Who_goes_away_waits_no_longer()
    {
        var allowance = new OutgoingAllowance(0, time);
        using var leaving = new CancellationTokenSource();
        var waiting = allowance.TakeAsync(leaving.Token).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    [Fact]
    public async Task However_many_take_and_return_at_once_none_is_lost_and_none_waits_for_nothing()
    {
        var allowance = new OutgoingAllowance(3, TimeProvider.System);
        var (inside, most) = (0, 0);
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 300; i++)
            {
                await allowance.TakeAsync(Cancelled);
                var now = Interlocked.Increment(ref inside);
                Interlocked.Exchange(ref most, Math.Max(Volatile.Read(ref most), now));
                await Task.Yield();
                Interlocked.Decrement(ref inside);
                allowance.Return();
            }
        })));
        Assert.InRange(most, 1, 3);
        Assert.True(allowance.TryTake() && allowance.TryTake() && allowance.TryTake() && !allowance.TryTake());
    }
}
