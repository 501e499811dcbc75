using Microsoft.Extensions.Time.Testing;
using ProcessProxy.Background;
using Xunit;

namespace ProcessProxy.Tests.Background;

public sealed class IdleMemoryTests : IAsyncLifetime
{
    private const long Megabyte = 1 << 20;
    private readonly FakeTimeProvider time = new();
    private readonly CancellationTokenSource end = new();
    private readonly Task watch;
    private long held = 200 * Megabyte;
    private long needed = 80 * Megabyte;
    private long allocated;
    private int collections;

    public IdleMemoryTests() => watch = new IdleMemory(() => (held, allocated), Collect).WatchAsync(time, end.Token);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watch);
        end.Dispose();
    }

    [Fact]
    public void What_the_start_took_is_returned_at_once() => Assert.Equal((80 * Megabyte, 1), (held, collections));

    [Fact]
    public void What_a_crowd_took_is_returned_a_minute_after_it_has_left()
    {
        Minute(allocates: 500 * Megabyte, holds: 400 * Megabyte);
        Assert.Equal(1, collections);
        Minute(allocates: IdleMemory.Work, holds: 400 * Megabyte);
        Assert.Equal(1, collections);
        Minute(allocates: IdleMemory.Work - 1, holds: 400 * Megabyte);
        Assert.Equal((80 * Megabyte, 2), (held, collections));
    }

    [Fact]
    public void A_program_that_holds_little_more_than_it_needs_is_left_alone()
    {
        for (var i = 0; i < 100; i++)
        {
            Minute(allocates: Megabyte, holds: (80 * Megabyte) + IdleMemory.Worthwhile - 1);
        }

        Assert.Equal(1, collections);
    }

    [Fact]
    public void What_is_needed_is_not_asked_for_again_and_again()
    {
        needed = 300 * Megabyte;
        for (var i = 0; i < 100; i++)
        {
            Minute(allocates: Megabyte, holds: 300 * Megabyte);
        }

        Assert.Equal(2, collections);
    }

    private void Minute(long allocates, long holds)
    {
        (allocated, held) = (allocated + allocates, holds);
        time.Advance(IdleMemory.Quiet);
    }

    private void Collect()
    {
        held = Math.Min(held, needed);
        collections++;
    }
}
