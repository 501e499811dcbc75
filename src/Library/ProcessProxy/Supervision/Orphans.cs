using ProcessProxy.Configuration;
using ProcessProxy.Platform;

namespace ProcessProxy.Supervision;

/// <summary>Processes that an earlier server ran and that have since been taken out of the configuration.</summary>
internal static class Orphans
{
    /// <summary>Ends those that still run, with what they have started, and forgets all of which nothing is left.</summary>
    public static Task EndAsync(ProcessesSpec spec, RunnerServices services, CancellationToken cancellationToken)
    {
        var configured = spec.All.Select(process => process.Id).ToHashSet(StringComparer.Ordinal);
        return Task.WhenAll(services.Store.Ids().Where(id => !configured.Contains(id)).Select(id => EndAsync(id, services, cancellationToken)));
    }

    private static async Task EndAsync(string id, RunnerServices services, CancellationToken cancellationToken)
    {
        if (services.Store.Read(id) is not { } known)
        {
            // Not a state file of ours, or one that says nothing: it is not ours to remove.
            return;
        }

        var (survivors, pid) = await EndTreeAsync(id, known, services, cancellationToken).ConfigureAwait(false);
        if (survivors.Count > 0)
        {
            // Its record stays, so that the next server tries again.
            Log.OrphanSurvived(services.Logger, id, string.Join(", ", survivors));
            return;
        }

        RemovePidFile(id, known.PidFile, pid, services);
        services.Store.Delete(id);
    }

    private static async Task<(IReadOnlyList<string> Survivors, int? Pid)> EndTreeAsync(
        string id, PersistedState known, RunnerServices services, CancellationToken cancellationToken)
    {
        var request = new EndTreeRequest(
            services.Host.SignalNumber(known.StopSignal), TimeSpan.FromMilliseconds(known.StopTimeout), Thorough: true);
        try
        {
            using var child = known.Identity is { } identity ? services.Host.Adopt(identity)
                : known.Mark is { } mark ? services.Host.FindByMark(mark)
                : null;
            if (child is not null)
            {
                Log.OrphanEnded(services.Logger, id, child.Identity.Pid);
                return (await child.EndTreeAsync(request, cancellationToken).ConfigureAwait(false), child.Identity.Pid);
            }

            // It ended while nobody watched, or its launch was ordered and never recorded; what it started may live.
            var run = known.Identity ?? (known.Mark is { } ordered ? new ProcessIdentity(known.BootId, 0, 0, 0, ordered) : null);
            return (run is null ? [] : await services.Host.EndLeftoversAsync(run, request, cancellationToken).ConfigureAwait(false), known.Identity?.Pid);
        }
        catch (IOException unseen)
        {
            return ([$"something that cannot be looked for ({unseen.Message})"], null);
        }
    }

    private static void RemovePidFile(string id, string path, int? pid, RunnerServices services)
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
            Log.PidFileFailed(services.Logger, id, path, refused.Message);
        }
    }
}
