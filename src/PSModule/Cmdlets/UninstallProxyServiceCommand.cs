using System.Management.Automation;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Stops the service and removes it.</summary>
[Cmdlet(
    VerbsLifecycle.Uninstall, "ProxyService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPages.Folder + "Uninstall-ProxyService.md")]
[OutputType(typeof(void))]
public sealed class UninstallProxyServiceCommand : ServiceCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (ShouldProcess(Name, MyInvocation.MyCommand.Name))
        {
            foreach (var line in RunService("uninstall"))
            {
                WriteVerbose(line);
            }
        }
    }
}
