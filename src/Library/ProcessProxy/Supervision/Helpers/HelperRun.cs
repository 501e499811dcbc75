using System.Globalization;
using ProcessProxy.Background;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Helpers;

/// <summary>
/// A run of a command beside the program of a process: in its environment and folder, its output in the log of the process. When it is over
/// nothing of its tree is alive.
/// </summary>
/// <param name="id">The process.</param>
/// <param name="mark">The mark of the run.</param>
/// <param name="launch">The command, with all else that the program is launched with.</param>
/// <param name="services">What all runners share.</param>
internal sealed class HelperRun(string id, string mark, LaunchSpec launch, RunnerServices services)
{
    /// <summary>The signal that asks a helper to end. The one of the process may mean something to its program alone.</summary>
    private const string Signal = "SIGTERM";

    /// <summary>Runs it. Never fails.</summary>
    /// <param name="timeout">How long it may take.</param>
    /// <param name="limit">How that time is called.</param>
    /// <param name="grace">How long it may take to end when its time is over, and what it leaves behind when it has ended.</param>
    /// <param name="canceled">Cancelled when it is not to go on.</param>
    /// <param name="hurry">Cancelled when there is no time left for a graceful end.</param>
    public async Task<HelperResult> RunAsync(TimeSpan timeout, string limit, TimeSpan grace, CancellationToken canceled, CancellationToken hurry)
    {
        IChildProcess child;
        try
        {
            child = services.Host.Launch(new LaunchRequest(id, mark, launch, IsHelper: true));
        }
        catch (Exception fault) when (fault is LaunchException or IOException or UnauthorizedAccessException)
        {
            return new($"could not be started: {fault.Message}", LaunchException.FaultOf(fault), []);
        }

        catch (Exception fault)
        {
            // Of any kind: who waits for the outcome must be told one.
            BackgroundLog.Failed(services.Logger, $"{id}: starting a command beside it", fault);
            return new($"could not be started for a fault of the server: {fault.Message}", LaunchFault.Other, []);
        }

        using (child)
        {
            child.Recorded();
            var failure = await FailureAsync(child, timeout, limit, canceled).ConfigureAwait(false);
            var request = new EndTreeRequest(services.Host.SignalNumber(Signal), grace, Thorough: true);
            var survivors = await TreeEnd.SurvivorsAsync(id, () => child.EndTreeAsync(request, hurry), services, hurry).ConfigureAwait(false);
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
                _ => "ended, and how could not be seen",
            };
        }
        catch (TimeoutException)
        {
            return string.Create(CultureInfo.InvariantCulture, $"did not end within its {limit} ({timeout.TotalMilliseconds:0} ms)");
        }
        catch (OperationCanceledException)
        {
            return "was called off";
        }
        catch (Exception fault)
        {
            // Of any kind: what cannot be watched is ended.
            BackgroundLog.Failed(services.Logger, $"{id}: waiting for the end of a command beside it", fault);
            return $"could not be watched ({fault.Message})";
        }
    }
}
