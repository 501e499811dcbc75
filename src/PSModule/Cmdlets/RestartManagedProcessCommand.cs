using System.Management.Automation;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Stops processes, if they are running, and starts them.</summary>
[Cmdlet(VerbsLifecycle.Restart, "ManagedProcess", DefaultParameterSetName = ByInput, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPages.Folder + "Restart-ManagedProcess.md")]
[OutputType(typeof(ProcessInfo))]
public sealed class RestartManagedProcessCommand : ProcessActionCmdlet
{
    private protected override string Activity => "Restarting";

    private protected override Task<ProcessInfo> ActAsync(IProcessClient client, string id, CancellationToken cancellationToken) =>
        client.RestartAsync(id, cancellationToken);
}
