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
    public UnprovenConnectionsTests() => unproven = new UnprovenConnections(16, time);

    [Fact(Timeout = 20_000)]
    public async Task The_oldest_that_has_shown_nothing_makes_room()
    {
        var (first, second, third) = (Serve(), Serve(), Serve());
        await ClosedAsync(first, TestContext.Current.CancellationToken);
        Assert.False(second.Connection.ConnectionClosed.IsCancellationRequested);
        Assert.False(third.Connection.ConnectionClosed.IsCancellationRequested);
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
        Assert.False(known.Connection.ConnectionClosed.IsCancellationRequested);
    }

    [Fact(Timeout = 20_000)]
    public async Task One_that_has_ended_leaves_its_place()
    {
        var first = Serve();
        end.SetResult();
        await first.Served.WaitAsync(TestContext.Current.CancellationToken);
        var (second, third) = (Serve(), Serve());
        await Task.WhenAll(second.Served, third.Served).WaitAsync(TestContext.Current.CancellationToken);
        Assert.All([first, second, third], served => Assert.False(served.Connection.ConnectionClosed.IsCancellationRequested));
    }

    private static Task ClosedAsync((DefaultConnectionContext Connection, Caller Caller, Task Served) served, CancellationToken cancellationToken)
    {
        var closed = new TaskCompletionSource();
        served.Connection.ConnectionClosed.Register(closed.SetResult);
        return closed.Task.WaitAsync(cancellationToken);
    }

    private (DefaultConnectionContext Connection, Caller Caller, Task Served) Serve()
    {
        var (connection, caller) = (new DefaultConnectionContext(), Caller.Local(1000));
        return (connection, caller, unproven.ServeAsync(connection, caller, _ => end.Task));
    }
}
