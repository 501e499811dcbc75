using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore;
using ProcessProxy.Background;
using ProcessProxy.Guarding;
using ProcessProxy.Server.Logging;

namespace ProcessProxy.Server.Service;

/// <summary>
/// Accompanies the server while it is up: reports its state to the user and the service manager, and handles requests and signals.
/// </summary>
/// <param name="server">The server, which is up before this starts and stops after this has stopped.</param>
/// <param name="manager">The service manager.</param>
/// <param name="keeper">What keeps the listening sockets for the next server.</param>
/// <param name="predecessor">The server that this one replaces; null for none.</param>
/// <param name="signals">The signals.</param>
/// <param name="log">The log for users.</param>
/// <param name="time">The clock.</param>
internal sealed class Attendance(ProxyServer server, ServiceManager manager, ISocketKeeper keeper, Predecessor? predecessor, ServerSignals signals, ServerLog log, TimeProvider time) : IHostedService, IDisposable
{
    private readonly ILogger logger = log.Loggers.CreateLogger("ProcessProxy.Server");
    private readonly List<BackgroundLoop> loops = [];
    private HttpProcessClient? itself;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (predecessor is not null)
        {
            await predecessor.TakeOverAsync(time, cancellationToken).ConfigureAwait(false);
        }

        keeper.Keep(server.Sockets.Used, server.Sockets.CloseRest(), server.LastConfiguration?.Path);
        await log.SayUpAsync(server).ConfigureAwait(false);
        itself = server.Endpoints.Socket is { } socket
            ? HttpProcessClient.ForSocket(socket)
            : new HttpProcessClient(new Uri(server.Endpoints.Management!), server.Configuration!.Management.ApiKey);
        Begin("Notifying the service manager which processes are up", end => ReadinessReport.RunAsync(server.Client, manager, time, end));
        Begin(
            "Notifying the service manager that the server works",
            end => Watchdog.RunAsync(asking => itself.GetStatusAsync(asking), manager, logger, time, end));
        Begin("Returning memory", end => IdleMemory.RunAsync(time, end));
        Begin("Reloading the configuration on SIGHUP", ReloadAsync);
    }

    /// <inheritdoc/>
    /// <remarks>Also called if the server was stopped before it was up.</remarks>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        for (; loops.Count > 0; loops.RemoveAt(loops.Count - 1))
        {
            await loops[^1].DisposeAsync().ConfigureAwait(false);
        }

        if (!server.IsDeparting)
        {
            manager.Stopping();
            log.SayStopping();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => itself?.Dispose();

    private void Begin(string name, Func<CancellationToken, Task> work) => loops.Add(new BackgroundLoop(name, work, logger, time));

    private async Task ReloadAsync(CancellationToken end)
    {
        await foreach (var _ in signals.Reloads.ReadAllAsync(end).ConfigureAwait(false))
        {
            manager.Reloading(time);
            try
            {
                await server.Client.ReloadAsync(end).ConfigureAwait(false);
                manager.Ready("The configuration was reloaded.");
            }
            catch (Exception refused) when (refused is not OperationCanceledException)
            {
                // The log contains every problem.
                manager.Ready(refused is ProcessProxyException known ? known.Sentence : refused.Message);
            }
        }
    }
}
