using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Running;

/// <summary>Gives what a process is still answering the time to be finished, before the process is asked to end.</summary>
internal static class OrderlyStop
{
    /// <summary>The longest that is waited.</summary>
    /// <value>5 seconds.</value>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Ends when the process may be asked to end.</summary>
    /// <param name="id">The process.</param>
    /// <param name="state">What it is doing: only what is well and was told to stop or to restart is waited for.</param>
    /// <param name="services">Those who may be waited for, the clock and the log.</param>
    /// <param name="hurry">Cancelled when there is no time.</param>
    public static async Task BecomeQuietAsync(string id, ProcessState state, RunnerServices services, CancellationToken hurry)
    {
        if (services.BeforeStop is not { } quiet || state.HasExited || state.Ending is null or { After: AfterStop.Backoff })
        {
            return;
        }

        try
        {
            await quiet(id, hurry).WaitAsync(Patience, services.Time, hurry).ConfigureAwait(false);
        }
        catch (Exception late) when (late is TimeoutException or OperationCanceledException)
        {
            // They have had their time.
        }
        catch (Exception fault)
        {
            // Whoever is asked here belongs to another part of the program, whose faults must not keep a process from being stopped.
            Log.NotQuiet(services.Logger, id, fault);
        }
    }
}
