using ProcessProxy.Platform.FailPoints;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>Keeps the record of one process up to date, and tries again while it cannot be written.</summary>
/// <param name="id">The process.</param>
/// <param name="services">What all runners share.</param>
/// <param name="tryAgain">Asks for <see cref="KeepAgain"/>, in its turn.</param>
internal sealed class StateKeeper(string id, RunnerServices services, Action tryAgain) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private PersistedState? latest;
    private PersistedState? written;
    private ITimer? retry;

    /// <summary>Whether anything was ever to be kept.</summary>
    public bool HasAny => latest is not null;

    /// <summary>Keeps this, unless it is kept already.</summary>
    public void Keep(PersistedState state)
    {
        latest = state;
        if (state != written)
        {
            FailPoint.Pass("before-state");
            Write(isNews: true);
        }
    }

    /// <summary>Tries again what could not be written.</summary>
    public void KeepAgain()
    {
        if (latest is not null && latest != written)
        {
            Write(isNews: false);
        }
    }

    /// <summary>Writes what was written already: the file is gone.</summary>
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
            // The process goes on: the lock on its log and the mark in its environment still tell the next server.
            retry = services.Time.CreateTimer(_ => tryAgain(), null, Pause, Timeout.InfiniteTimeSpan);
            if (isNews)
            {
                Log.StateNotKept(services.Logger, id, unwritable.Message);
            }
        }
    }
}
