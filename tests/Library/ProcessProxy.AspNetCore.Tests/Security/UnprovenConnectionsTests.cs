using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.AspNetCore.Security;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Security;

/// <summary>Who opens connections and says nothing takes no place away from operators.</summary>
public class UnprovenConnectionsTests
{
    private readonly FakeTimeProvider time = new();
    private readonly TaskCompletionSource end = new();
    private readonly UnprovenConnections unproven;

    // Sixteen connections altogether, of which two may say nothing.
    public UnprovenConnectionsTests() => unproven = new UnprovenConnections(16, isBounded: true, time);

    [Fact(Timeout = 20_000)]
    public async Task Many_that_come_at_once_have_a_moment_to_make_their_call()
    {
        var burst = Enumerable.Range(0, 4).Select(_ => Serve()).ToList();
        time.Advance(UnprovenConnections.Grace - TimeSpan.FromMilliseconds(1));
        Assert.All(burst, served => Assert.False(IsClosed(served)));
        time.Advance(TimeSpan.FromMilliseconds(1));
        await ClosedAsync(burst[0], TestContext.Current.CancellationToken);
        await ClosedAsync(burst[1], TestContext.Current.CancellationToken);
        Assert.All(burst[2..], served => Assert.False(IsClosed(served)));
    }

    [Fact(Timeout = 20_000)]
    public async Task The_oldest_makes_room_when_there_are_far_too_many()
    {
        var burst = Enumerable.Range(0, 5).Select(_ => Serve()).ToList();
        await ClosedAsync(burst[0], TestContext.Current.CancellationToken);
        Assert.All(burst[1..], served => Assert.False(IsClosed(served)));
    }

    [Fact]
    public void Those_of_users_who_may_command_are_not_bounded_in_that_moment()
    {
        var known = new UnprovenConnections(16, isBounded: false, time);
        var burst = Enumerable.Range(0, 10).Select(_ => Serve(known)).ToList();
        Assert.All(burst, served => Assert.False(IsClosed(served)));
    }

    [Fact(Timeout = 20_000)]
    public async Task What_has_shown_its_right_is_neither_counted_nor_timed()
    {
        var known = Serve();
        known.Caller.Prove();
        var (second, third) = (Serve(), Serve());
        time.Advance(UnprovenConnections.Patience);
        await ClosedAsync(second, TestContext.Current.CancellationToken);
        await ClosedAsync(third, TestContext.Current.CancellationToken);
        Assert.False(IsClosed(known));
    }

    [Fact(Timeout = 20_000)]
    public async Task One_that_has_ended_leaves_its_place()
    {
        var first = Serve();
        end.SetResult();
        await first.Served.WaitAsync(TestContext.Current.CancellationToken);
        var (second, third) = (Serve(), Serve());
        await Task.WhenAll(second.Served, third.Served).WaitAsync(TestContext.Current.CancellationToken);
        Assert.All([first, second, third], served => Assert.False(IsClosed(served)));
    }

    private static Task ClosedAsync((DefaultConnectionContext Connection, Caller Caller, Task Served) served, CancellationToken cancellationToken)
    {
        var closed = new TaskCompletionSource();
        served.Connection.ConnectionClosed.Register(closed.SetResult);
        return closed.Task.WaitAsync(cancellationToken);
    }

    private static bool IsClosed((DefaultConnectionContext Connection, Caller Caller, Task Served) served) =>
        served.Connection.ConnectionClosed.IsCancellationRequested;

    private (DefaultConnectionContext Connection, Caller Caller, Task Served) Serve(UnprovenConnections? among = null)
    {
        var (connection, caller) = (new DefaultConnectionContext(), Caller.Local(1000));
        return (connection, caller, (among ?? unproven).ServeAsync(connection, caller, _ => end.Task));
    }
}
