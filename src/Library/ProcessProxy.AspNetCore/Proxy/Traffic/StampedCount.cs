namespace ProcessProxy.AspNetCore.Proxy.Traffic;

/// <summary>
/// A count that belongs to one time (a second, a minute): the time is in the upper half of a word, the count in the lower. So
/// a cell of a ring moves to a new time and is incremented in one step, without a lock and without losing a count.
/// </summary>
internal static class StampedCount
{
    /// <summary>Increments a cell.</summary>
    public static void Add(ref long cell, uint moment)
    {
        var seen = Volatile.Read(ref cell);
        while (true)
        {
            var counted = (uint)(seen >> 32) == moment ? seen + 1 : ((long)moment << 32) | 1;
            var found = Interlocked.CompareExchange(ref cell, counted, seen);
            if (found == seen)
            {
                return;
            }

            seen = found;
        }
    }

    /// <summary>Returns the time and the count of a cell.</summary>
    public static (uint Moment, uint Count) Read(ref long cell)
    {
        var seen = Volatile.Read(ref cell);
        return ((uint)(seen >> 32), (uint)seen);
    }
}
