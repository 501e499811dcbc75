using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Supervision;
using Xunit;

namespace ProcessProxy.Tests.Supervision;

public class InstanceEndpointTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider clock = new();
    private readonly InstanceEndpoint endpoint = new(2, 20_001);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Draining_waits_for_each_request_and_lets_no_other_in()
    {
        Assert.True(endpoint.TryEnter());
        Assert.True(endpoint.TryEnter());
        var draining = endpoint.DrainAsync(Limit, clock, Cancelled);
        Assert.True(endpoint.IsDraining);
        Assert.False(endpoint.TryEnter());
        endpoint.Leave();
        Assert.False(draining.IsCompleted);
        Assert.False(endpoint.Closing.IsCancellationRequested);
        endpoint.Leave();
        Assert.True(await draining);
        Assert.Equal(0, endpoint.InFlight);
    }

    [Fact]
    public async Task Streams_are_told_to_end_when_nothing_else_is_in_progress()
    {
        Assert.True(endpoint.TryEnter());
        endpoint.BecomeStream();
        Assert.True(endpoint.TryEnter());
        Assert.Equal(2, endpoint.InFlight);
        var draining = endpoint.DrainAsync(Limit, clock, Cancelled);
        Assert.False(endpoint.Closing.IsCancellationRequested);
        var told = Told();
        endpoint.Leave();
        await told;
        Assert.False(draining.IsCompleted);
        endpoint.LeaveStream();
        Assert.True(await draining);
    }

    [Fact]
    public async Task A_request_that_becomes_a_stream_while_all_wait_for_it_is_told_to_end()
    {
        Assert.True(endpoint.TryEnter());
        var draining = endpoint.DrainAsync(Limit, clock, Cancelled);
        await using var told = endpoint.Closing.Register(endpoint.LeaveStream);
        endpoint.BecomeStream();
        Assert.True(await draining);
    }

    [Fact]
    public async Task What_is_left_when_the_time_is_over_is_reported_and_streams_are_told()
    {
        Assert.True(endpoint.TryEnter());
        var draining = endpoint.DrainAsync(Limit, clock, Cancelled);
        clock.Advance(Limit);
        Assert.False(await draining);
        Assert.True(endpoint.Closing.IsCancellationRequested);
    }

    [Fact]
    public async Task A_stream_that_does_not_end_has_what_is_left_of_the_time()
    {
        Assert.True(endpoint.TryEnter());
        endpoint.BecomeStream();
        Assert.True(endpoint.TryEnter());
        var draining = endpoint.DrainAsync(Limit, clock, Cancelled);
        clock.Advance(Limit / 2);
        var told = Told();
        endpoint.Leave();
        await told;
        await Wait.Passing(() => clock.Advance(Limit / 2), () => draining.IsCompleted);
        Assert.False(await draining);
    }

    [Fact]
    public async Task Two_that_drain_both_wait()
    {
        Assert.True(endpoint.TryEnter());
        var first = endpoint.DrainAsync(Limit, clock, Cancelled);
        var second = endpoint.DrainAsync(Limit, clock, Cancelled);
        Assert.False(first.IsCompleted || second.IsCompleted);
        endpoint.Leave();
        Assert.True(await first && await second);
    }

    [Fact]
    public async Task A_wait_can_be_canceled()
    {
        Assert.True(endpoint.TryEnter());
        using var enough = new CancellationTokenSource();
        var draining = endpoint.DrainAsync(Limit, clock, enough.Token);
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => draining);
        Assert.True(endpoint.IsDraining);
    }

    [Fact]
    public async Task Nobody_is_inside_when_it_is_drained_however_many_enter_meanwhile()
    {
        for (var round = 0; round < 20; round++)
        {
            var raced = new InstanceEndpoint(1, 20_001);
            var (inside, entered) = (0, 0);
            var clients = Enumerable.Range(0, 4).Select(number => Task.Run(
                () =>
                {
                    while (raced.TryEnter())
                    {
                        Interlocked.Increment(ref inside);
                        Interlocked.Increment(ref entered);
                        if (number % 2 == 0)
                        {
                            raced.BecomeStream();
                            Interlocked.Decrement(ref inside);
                            raced.LeaveStream();
                        }
                        else
                        {
                            Interlocked.Decrement(ref inside);
                            raced.Leave();
                        }
                    }
                },
                Cancelled)).ToArray();
            SpinWait.SpinUntil(() => Volatile.Read(ref entered) > round % 10);
            Assert.True(await raced.DrainAsync(Limit, TimeProvider.System, Cancelled));
            Assert.Equal(0, Volatile.Read(ref inside));
            await Task.WhenAll(clients);
            Assert.Equal(0, raced.InFlight);
        }
    }

    private Task Told()
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        endpoint.Closing.UnsafeRegister(_ => told.TrySetResult(), null);
        return told.Task.WaitAsync(Cancelled);
    }
}
