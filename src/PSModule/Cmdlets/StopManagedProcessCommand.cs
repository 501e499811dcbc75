using System.Management.Automation;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Stops processes, each with everything it started.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ManagedProcess", DefaultParameterSetName = ByInput, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPages.Folder + "Stop-ManagedProcess.md")]
[OutputType(typeof(ProcessInfo))]
public sealed class StopManagedProcessCommand : ProcessActionCmdlet
{
    private protected override string Activity => "Stopping";

    private protected override Task<ProcessInfo> ActAsync(IProcessClient client, string id, CancellationToken cancellationToken) =>
        client.StopAsync(id, cancellationToken);

    private protected override Task<ProcessInfo> SettleAsync(IProcessClient client, ProcessInfo process, CancellationToken cancellationToken) =>
        Task.FromResult(process); // A stop is complete when nothing of the tree is alive.
}
