using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore;
using ProcessProxy.Configuration;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>A whole server in this process.</summary>
internal sealed class HostedServer : IHostedSupervisor
{
    private readonly ILoggerFactory loggers;
    private readonly ProxyServer server;

    private HostedServer(ConfigurationLoader source, Action<EngineMessage> log)
    {
        ProjectDirectory = source.ProjectDirectory;
        loggers = MessageLog.CreateFactory(log);
        server = new ProxyServer(source, loggers, TimeProvider.System);
    }

    /// <inheritdoc/>
    public IProcessClient Client => server.Client;

    /// <inheritdoc/>
    public string ProjectDirectory { get; }

    public static async Task<IHostedSupervisor> StartAsync(
        ConfigurationLoader source, Action<EngineMessage> log, CancellationToken cancellationToken)
    {
        var hosted = new HostedServer(source, log);
        try
        {
            await ProxyEngine.RunAsync(() => hosted.server.StartAsync(cancellationToken)).ConfigureAwait(false);
            return hosted;
        }
        catch
        {
            // What has been started by then is ended: nobody would know of it.
            await hosted.StopAsync(keepProcesses: null, cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(bool? keepProcesses, CancellationToken hurry)
    {
        if (keepProcesses != true)
        {
            await server.StopAsync(hurry).ConfigureAwait(false);
        }

        await DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync().ConfigureAwait(false);
        loggers.Dispose();
    }
}
