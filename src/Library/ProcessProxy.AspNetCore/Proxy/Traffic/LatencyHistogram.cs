using System.Numerics;

namespace ProcessProxy.AspNetCore.Proxy.Traffic;

/// <summary>
/// The durations of requests over the last five minutes: counts in buckets, each an eighth wider than the previous one,
/// so a percentile has a precision of an eighth, whatever its size, in a few kilobytes.
/// </summary>
internal sealed class LatencyHistogram
{
    /// <summary>The number of minutes that are covered, including the current one.</summary>
    public const int Minutes = 5;

    private const int SubBits = 3;
    private const int SubBuckets = 1 << SubBits;

    // A unit is 16 microseconds; the last bucket contains everything from 134 seconds on.
    private const int TicksPerUnit = 160;
    private const int Octaves = 23 - SubBits;
    private const int Buckets = SubBuckets * (Octaves + 1);

    // Created by the first request: of ten thousand routes, many have no requests for days.
    private long[]? cells;

    /// <summary>Counts a request that was completed in this minute of the clock.</summary>
    public void Add(uint minute, TimeSpan took)
    {
        var ring = LazyInitializer.EnsureInitialized(ref cells, static () => new long[Minutes * Buckets]);
        StampedCount.Add(ref ring[((int)(minute % Minutes) * Buckets) + BucketOf(took.Ticks / TicksPerUnit)], minute);
    }

    /// <summary>Returns the percentiles, or null if nothing was counted.</summary>
    public RouteLatency? Percentiles(uint now)
    {
        if (Volatile.Read(ref cells) is not { } ring)
        {
            return null;
        }

        var counts = new long[Buckets];
        var total = 0L;
        for (var i = 0; i < ring.Length; i++)
        {
            var (minute, count) = StampedCount.Read(ref ring[i]);
            if (minute <= now && now - minute < Minutes)
            {
                counts[i % Buckets] += count;
                total += count;
            }
        }

        return total == 0 ? null : new RouteLatency(Find(counts, total, 0.5), Find(counts, total, 0.9), Find(counts, total, 0.99));
    }

    private static double Find(long[] counts, long total, double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(total * share));
        var bucket = 0;
        for (var seen = counts[0]; seen < rank; seen += counts[bucket])
        {
            bucket++;
        }

        // The middle of the bucket.
        var units = (LowerBound(bucket) + LowerBound(bucket + 1)) / 2.0;
        return Math.Round(units * TicksPerUnit / TimeSpan.TicksPerMillisecond, 3);
    }

    /// <summary>Returns the bucket: the first eight are one unit wide; then each octave has eight.</summary>
    private static int BucketOf(long units)
    {
        if (units < SubBuckets)
        {
            return (int)Math.Max(units, 0);
        }

        var octave = BitOperations.Log2((ulong)units) - SubBits;
        return Math.Min((SubBuckets * (octave + 1)) + (int)((units >> octave) - SubBuckets), Buckets - 1);
    }

    private static long LowerBound(int bucket) =>
        bucket < SubBuckets ? bucket : (long)(SubBuckets + (bucket % SubBuckets)) << ((bucket / SubBuckets) - 1);
}
