using Microsoft.Extensions.Logging;
using ProcessProxy.Server.Logging;

namespace ProcessProxy.Server.Service;

/// <summary>
/// Sends keep-alives to the service manager as long as the server works: as long as its management API answers a call over its own
/// listener. The manager restarts a server that hangs; its programs keep running and are reconnected to.
/// </summary>
internal static class Watchdog
{
    /// <summary>Sends two in each period, until stopped.</summary>
    public static async Task RunAsync(
        Func<CancellationToken, Task> ask, ServiceManager manager, ILogger logger, TimeProvider time, CancellationToken stop)
    {
        if (manager.WatchdogPeriod is not { } period)
        {
            return;
        }

        using var timer = new PeriodicTimer(period / 2, time);
        do
        {
            using var limit = new CancellationTokenSource(period / 2, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, stop);
            try
            {
                await ask(either.Token).ConfigureAwait(false);
                manager.IsAlive();
            }
            catch (Exception fault) when (!stop.IsCancellationRequested && fault is (OperationCanceledException or ProcessProxyException))
            {
                Log.DoesNotAnswer(logger, (period / 2).TotalMilliseconds);
            }
        }
        while (await timer.WaitForNextTickAsync(stop).ConfigureAwait(false));
    }
}
