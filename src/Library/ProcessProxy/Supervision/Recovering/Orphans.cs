using Microsoft.Extensions.Logging;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Recovering;

/// <summary>Processes that an earlier server ran and that have since been removed from the configuration.</summary>
internal static class Orphans
{
    /// <summary>Ends those that are still running, with everything they started, and removes the records of which nothing is left.</summary>
    /// <param name="isOrphan">Returns whether nobody supervises the program of a record.</param>
    /// <param name="services">The services that all runners share.</param>
    /// <param name="cancellationToken">Ends them at once.</param>
    /// <param name="drain">Begins to read the output of a program, until it has ended, if it has a pipe.</param>
    public static Task EndAsync(
        Func<string, bool> isOrphan, RunnerServices services, CancellationToken cancellationToken, Func<string, int, IAsyncDisposable?>? drain = null) =>
        Task.WhenAll(services.Store.Ids().Where(isOrphan).Select(id => EndAsync(id, services.Store, services.Host, services.Logger, cancellationToken, drain)));

    /// <summary>Ends one, with everything it started, and removes its record if nothing is left.</summary>
    /// <returns>The processes that could not be ended.</returns>
    public static async Task<IReadOnlyList<string>> EndAsync(
        string id, StateStore store, IProcessHost host, ILogger logger, CancellationToken cancellationToken, Func<string, int, IAsyncDisposable?>? drain = null)
    {
        if (store.Read(id) is not { } known)
        {
            // Not one of our state files, or an empty one: we must not remove it.
            return [];
        }

        var (survivors, pid) = await EndTreeAsync(id, known, host, logger, drain, cancellationToken).ConfigureAwait(false);
        if (survivors.Count > 0)
        {
            // Its record is kept, so that the next server tries again.
            Log.OrphanSurvived(logger, id, string.Join(", ", survivors));
            return survivors;
        }

        RemovePidFile(id, known.PidFile, pid, logger);

        // A new program may have been launched in its seat in the meantime.
        if (store.Read(id) is not { } present || present.Mark == known.Mark)
        {
            store.Delete(id);
        }

        return [];
    }

    private static async Task<(IReadOnlyList<string> Survivors, int? Pid)> EndTreeAsync(
        string id, PersistedState known, IProcessHost host, ILogger logger, Func<string, int, IAsyncDisposable?>? drain, CancellationToken cancellationToken)
    {
        var request = new EndTreeRequest(
            host.SignalNumber(known.StopSignal), TimeSpan.FromMilliseconds(known.StopTimeout), Thorough: true, To: known.StopSignalTo);
        try
        {
            if (await HelperLeftovers.EndAsync(HelperLeftovers.Of(known), host, cancellationToken).ConfigureAwait(false) is { Count: > 0 } left)
            {
                return (left, null);
            }

            using var child = known.Identity is { } identity ? host.Adopt(identity)
                : known.Mark is { } mark ? host.FindByMark(mark)
                : null;
            if (child is not null)
            {
                Log.OrphanEnded(logger, id, child.Identity.Pid);
                return (await EndAsync(child, request, drain?.Invoke(id, child.Identity.Pid), cancellationToken).ConfigureAwait(false), child.Identity.Pid);
            }

            // It exited while nobody watched, or its launch was requested and never recorded; what it started may be alive.
            var run = known.Identity ?? (known.Mark is { } ordered ? new ProcessIdentity(known.BootId, 0, 0, 0, ordered) : null);
            return (run is null ? [] : await host.EndLeftoversAsync(run, request, cancellationToken).ConfigureAwait(false), known.Identity?.Pid);
        }
        catch (IOException unseen)
        {
            return ([$"something that cannot be looked for ({unseen.Message})"], null);
        }
    }

    private static async Task<IReadOnlyList<string>> EndAsync(IChildProcess child, EndTreeRequest request, IAsyncDisposable? output, CancellationToken cancellationToken)
    {
        try
        {
            return await child.EndTreeAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (output is not null)
            {
                await output.DisposeAsync().ConfigureAwait(false);
            }
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
            // The PID file is for other tools; an error does not matter here.
            Log.PidFileFailed(logger, id, path, refused.Message);
        }
    }
}
