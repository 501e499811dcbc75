using ProcessProxy.Platform.FailPoints;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>Keeps the record of one process up to date, and retries while it cannot be written.</summary>
/// <param name="id">The process.</param>
/// <param name="services">The services that all runners share.</param>
/// <param name="tryAgain">Requests <see cref="KeepAgain"/>, in turn.</param>
internal sealed class StateKeeper(string id, RunnerServices services, Action tryAgain) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private PersistedState? latest;
    private PersistedState? written;
    private ITimer? retry;

    /// <summary>Whether there ever was something to save.</summary>
    public bool HasAny => latest is not null;

    /// <summary>Saves the state unless it is saved already.</summary>
    public void Keep(PersistedState state)
    {
        latest = state;
        if (state != written)
        {
            FailPoint.Pass("before-state");
            Write(isNews: true);
        }
    }

    /// <summary>Retries what could not be written.</summary>
    public void KeepAgain()
    {
        if (latest is not null && latest != written)
        {
            Write(isNews: false);
        }
    }

    /// <summary>Writes the last record again: the file is gone.</summary>
    public void KeepAnew()
    {
        written = null;
        KeepAgain();
    }

    public void Dispose() => retry?.Dispose();

    private void Write(bool isNews)
    {
        retry?.Dispose();
        retry = null;
        try
        {
            services.Store.Write(id, latest!, outlastsBoot: written is null || !latest!.IsOneMoreRunAfter(written));
            written = latest;
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // The process continues: the lock on its log and the mark in its environment still identify it for the next server.
            retry = services.Time.CreateTimer(_ => tryAgain(), null, Pause, Timeout.InfiniteTimeSpan);
            if (isNews)
            {
                Log.StateNotKept(services.Logger, id, unwritable.Message);
            }
        }
    }
}
