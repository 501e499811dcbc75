using System.Globalization;
using ProcessProxy.Background;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Helpers;

/// <summary>
/// Runs a command beside the program of a process: with the same environment and folder, and with its output in the log of the process. When it is over,
/// no process of its tree is alive.
/// </summary>
/// <param name="spec">The process.</param>
/// <param name="mark">The mark of the run.</param>
/// <param name="launch">The command, with all other launch settings of the program.</param>
/// <param name="services">The services that all runners share.</param>
internal sealed class HelperRun(ProcessSpec spec, string mark, LaunchSpec launch, RunnerServices services)
{
    /// <summary>The signal that asks a helper to end. The process's own stop signal may have a meaning for its program only.</summary>
    private const string Signal = "SIGTERM";

    /// <summary>Runs it. Never fails.</summary>
    /// <param name="timeout">The time it may take.</param>
    /// <param name="limit">The name of that time.</param>
    /// <param name="grace">The time it has to end after its timeout, and that its leftovers have after it has ended.</param>
    /// <param name="canceled">Canceled when it should not continue.</param>
    /// <param name="hurry">Canceled when no time is left for a graceful end.</param>
    public async Task<HelperResult> RunAsync(TimeSpan timeout, string limit, TimeSpan grace, CancellationToken canceled, CancellationToken hurry)
    {
        IChildProcess child;
        try
        {
            child = services.Host.Launch(new LaunchRequest(spec.Id, mark, launch, IsHelper: true) { ProcessId = spec.ProcessId });
        }
        catch (Exception fault) when (fault is LaunchException or IOException or UnauthorizedAccessException)
        {
            return new($"could not be started: {fault.Message}", LaunchException.FaultOf(fault), []);
        }
        catch (Exception fault)
        {
            // Any exception: the caller must get a result.
            BackgroundLog.Failed(services.Logger, $"{spec.Id}: starting a command beside it", fault);
            return new($"could not be started because of an internal error of the server: {fault.Message}", LaunchFault.Other, []);
        }

        using (child)
        {
            child.Recorded();
            var failure = await FailureAsync(child, timeout, limit, canceled).ConfigureAwait(false);
            var request = new EndTreeRequest(services.Host.SignalNumber(Signal), grace, Thorough: true);
            var survivors = await TreeEnd.SurvivorsAsync(spec.Id, () => child.EndTreeAsync(request, hurry), services, hurry).ConfigureAwait(false);
            return new(failure, LaunchFault.Other, survivors);
        }
    }

    private async Task<string?> FailureAsync(IChildProcess child, TimeSpan timeout, string limit, CancellationToken canceled)
    {
        try
        {
            var end = await child.Ended.WaitAsync(timeout, services.Time, canceled).ConfigureAwait(false);
            return end switch
            {
                { Code: 0 } => null,
                { Code: { } code } => string.Create(CultureInfo.InvariantCulture, $"ended with exit code {code}"),
                { Signal: { } signal } => $"was killed by {services.Host.SignalName(signal)}",
                _ => "ended with an unknown exit code",
            };
        }
        catch (TimeoutException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"did not end within its {limit} ({timeout.TotalMilliseconds:0} ms)");
        }
        catch (OperationCanceledException)
        {
            return "was canceled";
        }
        catch (Exception fault)
        {
            // Any exception: what cannot be watched is ended.
            BackgroundLog.Failed(services.Logger, $"{spec.Id}: waiting for the end of a command beside it", fault);
            return $"could not be watched ({fault.Message})";
        }
    }
}
