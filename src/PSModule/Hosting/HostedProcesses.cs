using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>A supervisor without a proxy in this process.</summary>
internal sealed class HostedProcesses : HostedSupervisor
{
    private readonly ProcessSupervisor supervisor;

    private HostedProcesses(ProcessFileLoader source, ILoggerFactory loggers)
        : base(source.ProjectDirectory, loggers) => supervisor = new ProcessSupervisor(source, loggers, TimeProvider.System);

    /// <inheritdoc/>
    public override IProcessClient Client => supervisor.Client;

    /// <inheritdoc/>
    protected override ServerSpec? Configuration => supervisor.Configuration;

    /// <inheritdoc/>
    protected override IAsyncDisposable Owned => supervisor;

    public static Task<HostedProcesses> StartAsync(ProcessFileLoader source, Action<EngineMessage> log, CancellationToken cancellationToken) =>
        StartAsync(new HostedProcesses(source, MessageLog.CreateFactory(log)), cancellationToken);

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancellationToken) => supervisor.StartAsync(cancellationToken);

    /// <inheritdoc/>
    protected override Task EndAsync(bool keepProcesses, CancellationToken hurry) => supervisor.StopAsync(keepProcesses ? true : null, hurry);
}
