using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.Supervision;
using ProcessProxy.Supervision.Recovering;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>A supervisor without a proxy in this process.</summary>
internal sealed class HostedProcesses : HostedSupervisor
{
    private readonly ProcessSupervisor supervisor;

    private HostedProcesses(ProcessFileLoader source, ILoggerFactory loggers, bool leavesOrphans)
        : base(source.ProjectDirectory, loggers) =>
        supervisor = new ProcessSupervisor(source, loggers, TimeProvider.System) { LeavesOrphans = leavesOrphans };

    /// <inheritdoc/>
    public override IProcessClient Client => supervisor.Client;

    /// <summary>The processes of an earlier supervisor that are not defined; null when this has ended.</summary>
    public OrphanedRuns? Orphaned => supervisor.Orphaned;

    /// <inheritdoc/>
    protected override IProcessReadiness Readiness => supervisor.Readiness;

    /// <inheritdoc/>
    protected override ServerSpec? Configuration => supervisor.Configuration;

    /// <inheritdoc/>
    protected override IAsyncDisposable Owned => supervisor;

    /// <param name="source">The source of their definitions.</param>
    /// <param name="log">Receives messages.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <param name="leavesOrphans">Whether programs of an earlier supervisor that are not defined keep running.</param>
    public static Task<HostedProcesses> StartAsync(
        ProcessFileLoader source, Action<EngineMessage> log, CancellationToken cancellationToken, bool leavesOrphans = false) =>
        StartAsync(new HostedProcesses(source, MessageLog.CreateFactory(log), leavesOrphans), cancellationToken);

    /// <inheritdoc/>
    protected override Task BeginAsync(CancellationToken cancellationToken) => supervisor.StartAsync(cancellationToken);

    /// <inheritdoc/>
    protected override Task EndAsync(bool keepProcesses, CancellationToken hurry) => supervisor.StopAsync(keepProcesses ? true : null, hurry);
}
