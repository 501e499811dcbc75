using Microsoft.Extensions.Logging;
using ProcessProxy.Background;
using ProcessProxy.Platform.Linux.Proc;

namespace ProcessProxy.Platform.Linux.Processes;

/// <summary>
/// As pid 1 of a container, we inherit orphaned processes, and only we can collect their exit status. Only
/// processes that cannot be children of <c>System.Diagnostics.Process</c> in the same program are touched: those are in our own
/// session, and the runtime collects their status immediately.
/// </summary>
internal sealed class OrphanReaper : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly BackgroundLoop loop;
    private HashSet<(int Pid, ulong StartTicks)> seen = [];

    private OrphanReaper(TimeProvider time, ILogger logger) =>
        loop = new BackgroundLoop("Taking the exit status of orphans", end => RunAsync(time, end), logger, time);

    /// <summary>Starts reaping, if we are pid 1.</summary>
    public static OrphanReaper? StartAsInit(TimeProvider time, ILogger logger) => Environment.ProcessId == 1 ? new OrphanReaper(time, logger) : null;

    public ValueTask DisposeAsync() => loop.DisposeAsync();

    private async Task RunAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Pause, time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            Look();
        }
    }

    private void Look()
    {
        try
        {
            var dead = Dead();

            // When it is first seen, it may be a child whose owner is about to collect its exit status.
            foreach (var (pid, _) in dead.Where(seen.Contains))
            {
                PidFd.ReapDead(pid);
            }

            seen = dead;
        }
        catch (IOException)
        {
            // No descriptor is left to look with; they can wait.
        }
    }

    private static HashSet<(int Pid, ulong StartTicks)> Dead()
    {
        var own = Environment.ProcessId;
        var session = ProcFs.ReadStat(own)?.Session;
        var dead = new HashSet<(int Pid, ulong StartTicks)>();
        foreach (var pid in ProcFs.Pids())
        {
            if (ProcFs.ReadStat(pid) is { IsDead: true } stat && stat.Parent == own && stat.Session != session)
            {
                dead.Add((pid, stat.StartTicks));
            }
        }

        return dead;
    }
}
