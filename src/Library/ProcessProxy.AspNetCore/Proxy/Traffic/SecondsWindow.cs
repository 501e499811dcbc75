namespace ProcessProxy.AspNetCore.Proxy.Traffic;

/// <summary>Counts by the second, and knows the last minute.</summary>
internal sealed class SecondsWindow
{
    /// <summary>How many seconds are looked back on.</summary>
    public const int Length = 60;

    // One more for the second that is not over.
    private readonly long[] cells = new long[Length + 1];

    /// <summary>Counts one more in this second of the clock.</summary>
    public void Add(uint second) => StampedCount.Add(ref cells[second % (uint)cells.Length], second);

    /// <summary>The count for each second, on the average of the sixty before this one.</summary>
    public double PerSecond(uint now)
    {
        var sum = 0L;
        foreach (ref var cell in cells.AsSpan())
        {
            var (second, count) = StampedCount.Read(ref cell);
            sum += second < now && now - second <= Length ? count : 0;
        }

        return (double)sum / Length;
    }
}
