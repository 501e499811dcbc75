using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>Gives a process time to complete the requests in progress before it is asked to end.</summary>
internal static class OrderlyStop
{
    /// <summary>The longest wait.</summary>
    /// <value>5 seconds.</value>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Returns when the process may be asked to end.</summary>
    /// <param name="id">The process.</param>
    /// <param name="quiet">Returns when no request is in progress.</param>
    /// <param name="state">Its state: only a healthy process that was told to stop or to restart is waited for.</param>
    /// <param name="services">The clock and the log.</param>
    /// <param name="hurry">Canceled when no time is left.</param>
    public static async Task BecomeQuietAsync(string id, Func<CancellationToken, Task> quiet, ProcessState state, RunnerServices services, CancellationToken hurry)
    {
        if (state.HasExited || state.Ending is null or { After: AfterStop.Backoff })
        {
            return;
        }

        try
        {
            await quiet(hurry).WaitAsync(Patience, services.Time, hurry).ConfigureAwait(false);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            // They have had their time.
        }
        catch (Exception fault)
        {
            // The callback belongs to another part of the program, whose errors must not prevent a stop.
            Log.NotQuiet(services.Logger, id, fault);
        }
    }
}
