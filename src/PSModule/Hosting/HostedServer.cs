using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Tls.Files;
using ProcessProxy.Configuration;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>A complete server in this process.</summary>
internal sealed class HostedServer : HostedSupervisor
{
    private readonly ProxyServer server;

    private HostedServer(ConfigurationLoader source, ILoggerFactory loggers)
        : base(source.ProjectDirectory, loggers) => server = new ProxyServer(source, loggers, TimeProvider.System);

    /// <inheritdoc/>
    public override IProcessClient Client => server.Client;

    /// <inheritdoc/>
    protected override ProcessProxy.Supervision.IProcessReadiness Readiness => server.Readiness;

    /// <inheritdoc/>
    protected override ServerSpec? Configuration => server.Configuration;

    /// <inheritdoc/>
    protected override IAsyncDisposable Owned => server;

    public static Task<HostedServer> StartAsync(ConfigurationLoader source, Action<EngineMessage> log, CancellationToken cancellationToken) =>
        StartAsync(new HostedServer(source, MessageLog.CreateFactory(log)), cancellationToken);

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancellationToken) => server.StartAsync(cancellationToken);

    /// <inheritdoc/>
    protected override EngineException? Explain(Exception failure) => failure switch
    {
        ListenException => new EngineException(EngineErrors.CannotListen, failure.Message, failure),
        CertificateException => new EngineException(EngineErrors.CertificateUnusable, failure.Message, failure),
        _ => base.Explain(failure),
    };

    /// <inheritdoc/>
    protected override Task EndAsync(bool keepProcesses, CancellationToken hurry) => keepProcesses ? Task.CompletedTask : server.StopAsync(hurry);
}
