using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using ProcessProxy.AspNetCore;
using ProcessProxy.Configuration;
using ProcessProxy.Platform;

namespace ProcessProxy.Server;

/// <summary><c>run</c>: starts the server, waits until it is told to stop, stops in order.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(IConfigurationSource source)
    {
        using var signals = new StopSignals();
        using var loggers = LoggerFactory.Create(logging => logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Yarp", LogLevel.Warning)
            .AddConsole(console => console.FormatterName = ConsoleLine.FormatterName)
            .AddConsoleFormatter<ConsoleLine, ConsoleFormatterOptions>());
        var server = new ProxyServer(source, loggers, TimeProvider.System);
        await using (server.ConfigureAwait(false))
        {
            try
            {
                await server.StartAsync(signals.Stop).ConfigureAwait(false);
                await Banner.PrintAsync(server.Client).ConfigureAwait(false);

                // Reading the configuration and starting left garbage that a server with little to do would keep for hours.
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, signals.Stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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
                Console.Error.WriteLine($"processproxy: {locked.Message}");
                return ExitCode.AlreadyRunning;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ProcessProxyException)
            {
                Console.Error.WriteLine($"processproxy: {refused.Message}");
                return ExitCode.Failure;
            }

            Console.WriteLine("Stopping.");
            await server.StopAsync(signals.Hurry).ConfigureAwait(false);
            Console.WriteLine("Stopped.");
        }

        return ExitCode.Success;
    }
}
