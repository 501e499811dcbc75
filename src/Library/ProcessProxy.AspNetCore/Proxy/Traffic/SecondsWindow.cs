namespace ProcessProxy.AspNetCore.Proxy.Traffic;

/// <summary>Counts by the second, and knows the last minute.</summary>
internal sealed class SecondsWindow
{
    /// <summary>How many seconds are looked back on.</summary>
    public const int Length = 60;

    // One more for the second that is not over.
    private const int Cells = Length + 1;

    // Made by the first count: of ten thousand routes many have none for days.
    private long[]? cells;

    /// <summary>Counts one more in this second of the clock.</summary>
    public void Add(uint second)
    {
        var ring = LazyInitializer.EnsureInitialized(ref cells, static () => new long[Cells]);
        StampedCount.Add(ref ring[second % Cells], second);
    }

    /// <summary>The count for each second, on the average of the sixty before this one.</summary>
    public double PerSecond(uint now)
    {
        var sum = 0L;
        foreach (ref var cell in Volatile.Read(ref cells).AsSpan())
        {
            var (second, count) = StampedCount.Read(ref cell);
            sum += second < now && now - second <= Length ? count : 0;
        }

        return (double)sum / Length;
    }
}
