namespace ProcessProxy.AspNetCore.Proxy.Traffic;

/// <summary>Counts by the second, for the last minute.</summary>
internal sealed class SecondsWindow
{
    /// <summary>The number of seconds that are covered.</summary>
    public const int Length = 60;

    // One more, for the current second.
    private const int Cells = Length + 1;

    // Created by the first count: of ten thousand routes, many have no requests for days.
    private long[]? cells;

    /// <summary>Counts one in this second of the clock.</summary>
    public void Add(uint second)
    {
        var ring = LazyInitializer.EnsureInitialized(ref cells, static () => new long[Cells]);
        StampedCount.Add(ref ring[second % Cells], second);
    }

    /// <summary>Returns the average per second over the last sixty seconds.</summary>
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
