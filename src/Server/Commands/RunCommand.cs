using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore;
using ProcessProxy.Configuration;
using ProcessProxy.Platform;
using ProcessProxy.Server.Logging;
using ProcessProxy.Server.Service;

namespace ProcessProxy.Server.Commands;

/// <summary><c>run</c>: starts the server, waits until it is told to stop, stops in order.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(ConfigurationLoader source, LogFormat format)
    {
        using var signals = new ServerSignals();
        return await WindowsService.RunAsync(signals, () => RunAsync(source, format, signals)).ConfigureAwait(false);
    }

    private static async Task<int> RunAsync(ConfigurationLoader source, LogFormat format, ServerSignals signals)
    {
        using var log = new ServerLog(format);
        var manager = new ServiceManager();
        var server = new ProxyServer(source, log.Loggers, TimeProvider.System);
        await using (server.ConfigureAwait(false))
        {
            try
            {
                await server.StartAsync(signals.Stop).ConfigureAwait(false);
                await log.SayUpAsync(server.Client).ConfigureAwait(false);

                // Reading the configuration and starting left garbage that a server with little to do would keep for hours.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                await ServeAsync(server, manager, log.Loggers, signals).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
            {
                // Told to stop while starting: what has been started is stopped below.
            }
            catch (ProcessProxyException invalid) when (invalid.Code == ErrorCodes.ConfigurationInvalid)
            {
                CheckCommand.Print(invalid.Problems);
                return ExitCode.InvalidConfiguration;
            }
            catch (ServerLockedException locked)
            {
                return ServerCall.Say(ExitCode.AlreadyRunning, locked.Message);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ProcessProxyException)
            {
                return ServerCall.Say(ExitCode.Failure, refused.Message);
            }

            manager.Stopping();
            log.SayStopping();
            await server.StopAsync(signals.Hurry).ConfigureAwait(false);
            log.SayStopped();
        }

        return ExitCode.Success;
    }

    /// <summary>Does what the service manager and signals ask for, until told to stop.</summary>
    private static async Task ServeAsync(
        ProxyServer server, ServiceManager manager, ILoggerFactory loggers, ServerSignals signals)
    {
        using var itself = new HttpProcessClient(new Uri(server.Endpoints.Management!), server.Configuration!.Management.ApiKey);
        var logger = loggers.CreateLogger("ProcessProxy.Server");
        var tasks = new[]
        {
            ReadinessReport.RunAsync(server.Client, manager, TimeProvider.System, signals.Stop),
            Watchdog.RunAsync(end => itself.GetStatusAsync(end), manager, logger, TimeProvider.System, signals.Stop),
            ReloadAsync(server.Client, manager, signals),
        };
        await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, signals.Stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task ReloadAsync(IProcessClient client, ServiceManager manager, ServerSignals signals)
    {
        await foreach (var _ in signals.Reloads.ReadAllAsync(signals.Stop).ConfigureAwait(false))
        {
            manager.Reloading(TimeProvider.System);
            try
            {
                await client.ReloadAsync(signals.Stop).ConfigureAwait(false);
                manager.Ready("The configuration was read again.");
            }
            catch (Exception refused) when (refused is not OperationCanceledException)
            {
                // The log has it, problem by problem.
                manager.Ready(refused.Message);
            }
        }
    }
}
