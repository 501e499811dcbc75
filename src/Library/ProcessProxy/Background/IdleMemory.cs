namespace ProcessProxy.Background;

/// <summary>
/// Returns memory to the system that nobody needs any more. .NET collects when something is allocated, so a program with nothing to do keeps for
/// hours what its start, or a crowd of clients, made it take.
/// </summary>
/// <param name="look">Tells how many bytes the program holds, and how many it has allocated since it began.</param>
/// <param name="collect">Returns what can be returned.</param>
internal sealed class IdleMemory(Func<(long Held, long Allocated)> look, Action collect)
{
    /// <summary>How long little must have been allocated.</summary>
    /// <value>1 minute.</value>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    /// <summary>More than this much allocated in that time is work, which a collection must not interrupt.</summary>
    /// <value>64 MB.</value>
    public const long Work = 64 << 20;

    /// <summary>How much more than after the last collection must be held for another one.</summary>
    /// <value>16 MB.</value>
    public const long Worthwhile = 16 << 20;

    /// <summary>Returns memory of this program now, and whenever it is quiet and holds more than it did then.</summary>
    public static Task RunAsync(TimeProvider time, CancellationToken cancellationToken) => new IdleMemory(
        static () => (Environment.WorkingSet, GC.GetTotalAllocatedBytes()),
        static () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true)).WatchAsync(time, cancellationToken);

    /// <summary>Returns memory now, and whenever there is some to return.</summary>
    public async Task WatchAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        collect();
        var (least, allocated) = look();
        using var timer = new PeriodicTimer(Quiet, time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            var now = look();
            if (now.Allocated - allocated < Work && now.Held - least >= Worthwhile)
            {
                collect();
                least = look().Held;
            }

            allocated = now.Allocated;
        }
    }
}
