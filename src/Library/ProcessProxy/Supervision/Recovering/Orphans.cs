using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Recovering;

/// <summary>Processes that an earlier server ran and that have since been taken out of the configuration.</summary>
internal static class Orphans
{
    /// <summary>Ends those that still run, with what they have started, and forgets all of which nothing is left.</summary>
    public static Task EndAsync(ProcessesSpec spec, RunnerServices services, CancellationToken cancellationToken)
    {
        var configured = spec.All.Select(process => process.Id).ToHashSet(StringComparer.Ordinal);
        return Task.WhenAll(services.Store.Ids().Where(id => !configured.Contains(id))
            .Select(id => EndAsync(id, services.Store, services.Host, services.Logger, cancellationToken)));
    }

    /// <summary>Ends one, with what it has started, and forgets it when nothing is left.</summary>
    /// <returns>What could not be ended.</returns>
    public static async Task<IReadOnlyList<string>> EndAsync(
        string id, StateStore store, IProcessHost host, ILogger logger, CancellationToken cancellationToken)
    {
        if (store.Read(id) is not { } known)
        {
            // Not a state file of ours, or one that says nothing: it is not ours to remove.
            return [];
        }

        var (survivors, pid) = await EndTreeAsync(id, known, host, logger, cancellationToken).ConfigureAwait(false);
        if (survivors.Count > 0)
        {
            // Its record stays, so that the next server tries again.
            Log.OrphanSurvived(logger, id, string.Join(", ", survivors));
            return survivors;
        }

        RemovePidFile(id, known.PidFile, pid, logger);
        store.Delete(id);
        return [];
    }

    private static async Task<(IReadOnlyList<string> Survivors, int? Pid)> EndTreeAsync(
        string id, PersistedState known, IProcessHost host, ILogger logger, CancellationToken cancellationToken)
    {
        var request = new EndTreeRequest(
            host.SignalNumber(known.StopSignal), TimeSpan.FromMilliseconds(known.StopTimeout), Thorough: true, To: known.StopSignalTo);
        try
        {
            if (await HelperLeftovers.EndAsync(known, host, cancellationToken).ConfigureAwait(false) is { Count: > 0 } left)
            {
                return (left, null);
            }

            using var child = known.Identity is { } identity ? host.Adopt(identity)
                : known.Mark is { } mark ? host.FindByMark(mark)
                : null;
            if (child is not null)
            {
                Log.OrphanEnded(logger, id, child.Identity.Pid);
                return (await child.EndTreeAsync(request, cancellationToken).ConfigureAwait(false), child.Identity.Pid);
            }

            // It ended while nobody watched, or its launch was ordered and never recorded; what it started may live.
            var run = known.Identity ?? (known.Mark is { } ordered ? new ProcessIdentity(known.BootId, 0, 0, 0, ordered) : null);
            return (run is null ? [] : await host.EndLeftoversAsync(run, request, cancellationToken).ConfigureAwait(false), known.Identity?.Pid);
        }
        catch (IOException unseen)
        {
            return ([$"something that cannot be looked for ({unseen.Message})"], null);
        }
    }

    private static void RemovePidFile(string id, string path, int? pid, ILogger logger)
    {
        if (pid is null)
        {
            return;
        }

        try
        {
            PidFile.Remove(path, pid);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // The PID file is for others; it keeps nobody from going on.
            Log.PidFileFailed(logger, id, path, refused.Message);
        }
    }
}
