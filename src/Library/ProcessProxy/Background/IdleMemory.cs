namespace ProcessProxy.Background;

/// <summary>
/// Returns unused memory to the system. .NET collects garbage only when something is allocated, so an idle program keeps for
/// hours the memory that its start, or a peak of clients, required.
/// </summary>
/// <param name="look">Returns how many bytes the program holds, and how many it has allocated since it began.</param>
/// <param name="collect">Returns memory to the system.</param>
internal sealed class IdleMemory(Func<(long Held, long Allocated)> look, Action collect)
{
    /// <summary>The time with few allocations before a collection.</summary>
    /// <value>1 minute.</value>
    public static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    /// <summary>The program is busy if it allocates more than this in that time; then a collection must not interrupt it.</summary>
    /// <value>64 MB.</value>
    public const long Work = 64 << 20;

    /// <summary>The growth since the last collection that makes another one worthwhile.</summary>
    /// <value>16 MB.</value>
    public const long Worthwhile = 16 << 20;

    /// <summary>Returns memory of this program now, and whenever it is idle and has grown.</summary>
    public static Task RunAsync(TimeProvider time, CancellationToken cancellationToken) => new IdleMemory(
        static () => (Environment.WorkingSet, GC.GetTotalAllocatedBytes()),
        static () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true)).WatchAsync(time, cancellationToken);

    /// <summary>Returns memory now, and whenever this is worthwhile.</summary>
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
