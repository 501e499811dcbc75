using ProcessProxy.Platform.FailPoints;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>Keeps the record of the instances of one process up to date. There is none while everything is as usual.</summary>
/// <param name="id">The process.</param>
/// <param name="services">The services that all runners share.</param>
/// <param name="written">The record that an earlier server has written; null if there is none.</param>
internal sealed class GroupKeeper(string id, RunnerServices services, PersistedGroup? written)
{
    private PersistedGroup? latest = written;
    private PersistedGroup? written = written;

    /// <summary>Saves the state unless it is saved already.</summary>
    public void Keep(PersistedGroup state)
    {
        latest = state.IsUsual ? null : state;
        if (latest != written)
        {
            FailPoint.Pass("before-group");
            Write();
            FailPoint.Pass("group");
        }
    }

    /// <summary>Writes the last record again: it could not be written, or the file is gone.</summary>
    public void KeepAnew()
    {
        written = null;
        if (latest is not null)
        {
            Write();
        }
    }

    private void Write()
    {
        if (latest is null)
        {
            services.Store.DeleteGroup(id);
            written = null;
            return;
        }

        try
        {
            services.Store.WriteGroup(id, latest);
            written = latest;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // The programs continue; the next change tries again.
            Log.StateNotKept(services.Logger, id, unwritable.Message);
        }
    }
}
