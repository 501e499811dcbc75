using System.Management.Automation.Runspaces;
using System.Runtime.InteropServices;
using ProcessProxy.PowerShell.Connections;

namespace ProcessProxy.PowerShell.Lifetime;

/// <summary>
/// Stops what a session supervises when the session ends: its runspace is closed, the module is removed, PowerShell exits or is
/// ended by a signal. SIGINT is ignored: Ctrl+C belongs to the shell, and the programs are in their own sessions.
/// </summary>
internal static class SessionLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly Lock Gate = new();
    private static readonly HashSet<Guid> Watched = [];
    private static PosixSignalRegistration[]? signals;

    /// <summary>Registers the end of what this runspace starts.</summary>
    public static void Watch(Runspace? runspace)
    {
        lock (Gate)
        {
            if (signals is null)
            {
                // Neither signal runs the exit handlers by itself. The shell then ends as usual.
                signals =
                [
                    PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => StopAll()),
                    PosixSignalRegistration.Create(PosixSignal.SIGHUP, _ => StopAll()),
                ];
                AppDomain.CurrentDomain.ProcessExit += (_, _) => StopAll();

                // When a terminal is closed, the thread that reads keys fails, often before the hang-up signal arrives; then nothing else runs.
                AppDomain.CurrentDomain.UnhandledException += (_, _) => StopAll();
            }

            if (runspace is not null && Watched.Add(runspace.InstanceId))
            {
                runspace.StateChanged += OnStateChanged;
            }
        }
    }

    /// <summary>Closes everything that a runspace opened; supervisors stop as configured.</summary>
    public static void StopOwnedBy(Guid runspace) => Stop(ConnectionTable.All.Where(one => one.Owner == runspace));

    private static void StopAll() => Stop(ConnectionTable.All);

    private static void Stop(IEnumerable<ProxyConnection> connections)
    {
        ProxyConnection[] ending = [.. connections];
        var end = Task.WhenAll(ending.Select(connection => Task.Run(() => connection.CloseAsync(keepProcesses: null, CancellationToken.None))))
            .ContinueWith(static end => _ = end.Exception, TaskScheduler.Default); // Nobody is left to be told.
        if (!end.Wait(Patience))
        {
            SayWhatIsWaitedFor(ending);
            end.Wait();
        }
    }

    /// <summary>A shell that does not end for seconds, without a message, appears to hang.</summary>
    private static void SayWhatIsWaitedFor(IEnumerable<ProxyConnection> connections)
    {
        var names = connections.Where(connection => connection.Kind == ConnectionKind.Session).SelectMany(connection => connection.StillRunning).ToList();
        if (names.Count > 0 && !Console.IsErrorRedirected)
        {
            Console.Error.WriteLine($"Stopping {string.Join(", ", names)} ...");
        }
    }

    private static void OnStateChanged(object? sender, RunspaceStateEventArgs change)
    {
        if (sender is Runspace runspace && change.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken)
        {
            lock (Gate)
            {
                Watched.Remove(runspace.InstanceId);
            }

            runspace.StateChanged -= OnStateChanged;
            StopOwnedBy(runspace.InstanceId);
        }
    }
}
