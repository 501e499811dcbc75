using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>A supervisor without a proxy in this process. It needs no ASP.NET.</summary>
internal sealed class HostedProcesses : IHostedSupervisor
{
    private readonly ILoggerFactory loggers;
    private readonly ProcessSupervisor supervisor;

    private HostedProcesses(ProcessFileLoader source, Action<EngineMessage> log)
    {
        ProjectDirectory = source.ProjectDirectory;
        loggers = MessageLog.CreateFactory(log);
        supervisor = new ProcessSupervisor(source, loggers, TimeProvider.System);
    }

    /// <inheritdoc/>
    public IProcessClient Client => supervisor.Client;

    /// <inheritdoc/>
    public string ProjectDirectory { get; }

    public static async Task<HostedProcesses> StartAsync(
        ProcessFileLoader source, Action<EngineMessage> log, CancellationToken cancellationToken)
    {
        var hosted = new HostedProcesses(source, log);
        try
        {
            await ProxyEngine.RunAsync(() => hosted.supervisor.StartAsync(cancellationToken)).ConfigureAwait(false);
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
        await supervisor.StopAsync(keepProcesses == true ? true : null, hurry).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await supervisor.DisposeAsync().ConfigureAwait(false);
        loggers.Dispose();
    }
}
