using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Background;
using ProcessProxy.Tests.Supervision;
using Xunit;

namespace ProcessProxy.Tests.Background;

public sealed class BackgroundLoopTests
{
    private readonly FakeTimeProvider time = new();
    private readonly LogNotes notes = new();
    private int begun;

    [Fact]
    public async Task Work_that_breaks_off_is_named_and_begun_again_after_a_pause_that_grows()
    {
        await using var loop = Loop(_ => throw new InvalidOperationException("nobody thought of this"));
        Assert.Equal(["Error: The test failed because of an internal error and restarts in 1 s"], notes.Entries);
        foreach (var (seconds, times) in (ReadOnlySpan<(int, int)>)[(1, 2), (2, 3), (4, 4), (8, 5), (16, 6), (32, 7), (60, 8), (60, 9)])
        {
            time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.Equal(times - 1, begun);
            time.Advance(TimeSpan.FromTicks(1));
            Assert.Equal(times, begun);
        }
    }

    [Fact]
    public async Task Work_that_has_gone_well_for_a_minute_is_begun_again_soon()
    {
        var fails = new TaskCompletionSource();
        await using var loop = Loop(_ => begun < 5 ? throw new InvalidOperationException() : fails.Task);
        time.Advance(TimeSpan.FromSeconds(1));
        time.Advance(TimeSpan.FromSeconds(2));
        time.Advance(TimeSpan.FromSeconds(4));
        time.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal(5, begun);
        time.Advance(BackgroundLoop.LongestPause);
        fails.SetException(new InvalidOperationException());
        Assert.EndsWith("restarts in 1 s", notes.Entries.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_is_begun_again_though_the_log_cannot_be_written()
    {
        await using var loop = new BackgroundLoop(
            "The test", _ => ++begun == 1 ? throw new InvalidOperationException() : Task.CompletedTask, new BrokenLog(), time);
        time.Advance(BackgroundLoop.FirstPause);
        await loop.Ended;
        Assert.Equal(2, begun);
    }

    [Fact]
    public void Who_is_called_and_fails_keeps_the_thread_though_the_log_cannot_be_written() =>
        Callback.Invoke("The test", () => throw new InvalidOperationException(), new BrokenLog());

    [Fact]
    public async Task Work_that_is_done_is_not_begun_again()
    {
        await using var loop = Loop(_ => Task.CompletedTask);
        await loop.Ended;
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal((1, 0), (begun, notes.Entries.Count));
    }

    [Fact]
    public async Task A_cancellation_that_nobody_ordered_is_a_fault()
    {
        await using var loop = Loop(_ => begun == 1 ? throw new OperationCanceledException() : Task.CompletedTask);
        time.Advance(BackgroundLoop.FirstPause);
        await loop.Ended;
        Assert.Equal((2, 1), (begun, notes.Entries.Count));
    }

    [Fact]
    public async Task Stopping_ends_the_work_and_the_pause_before_it()
    {
        var working = Loop(token => Task.Delay(Timeout.InfiniteTimeSpan, time, token));
        await working.DisposeAsync();
        Assert.Empty(notes.Entries);
        var pausing = Loop(_ => throw new InvalidOperationException());
        await pausing.DisposeAsync();
        Assert.Equal((2, 1), (begun, notes.Entries.Count));
    }

    private BackgroundLoop Loop(Func<CancellationToken, Task> work) => new(
        "The test",
        token =>
        {
            begun++;
            return work(token);
        },
        notes,
        time);

    /// <summary>A log whose disk is full.</summary>
    private sealed class BrokenLog : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            throw new IOException("No space is left on the device.");
    }
}
