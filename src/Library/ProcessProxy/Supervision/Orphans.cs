using ProcessProxy.Configuration;
using ProcessProxy.Platform;

namespace ProcessProxy.Supervision;

/// <summary>Processes that an earlier server ran and that have since been taken out of the configuration.</summary>
internal static class Orphans
{
    /// <summary>Ends those that still run, and forgets all.</summary>
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

        var child = known.Identity is { } identity ? services.Host.Adopt(identity)
            : known.Mark is { } mark ? services.Host.FindByMark(mark)
            : null;
        if (child is not null)
        {
            Log.OrphanEnded(services.Logger, id, child.Identity.Pid);
            using (child)
            {
                var request = new EndTreeRequest(
                    services.Host.SignalNumber(known.StopSignal), TimeSpan.FromMilliseconds(known.StopTimeout), Thorough: true);
                await child.EndTreeAsync(request, cancellationToken).ConfigureAwait(false);
            }

            PidFile.Remove(known.PidFile, child.Identity.Pid);
        }

        services.Store.Delete(id);
    }
}
