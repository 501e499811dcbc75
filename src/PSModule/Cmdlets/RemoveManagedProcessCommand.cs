using System.Management.Automation;
using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.PowerShell.Errors;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Stops processes that are not in a file, and removes them.</summary>
[Cmdlet(VerbsCommon.Remove, "ManagedProcess", DefaultParameterSetName = ByInput, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPages.Folder + "Remove-ManagedProcess.md")]
[OutputType(typeof(void))]
public sealed class RemoveManagedProcessCommand : ChosenProcessCmdlet
{
    private readonly List<(FoundProcess Found, Task<bool> Task)> underWay = [];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var found in ChosenWhole())
        {
            if (found.Connection.Hosted is not IDefinedProcesses supervisor)
            {
                Report(ProxyErrors.Record(
                    ProxyErrors.DefinedInFile, ErrorCategory.InvalidOperation, found.Process.Id,
                    $"{found.Process.Id} is configured in a file. Remove it from the process file of {found.Connection} and run Update-ProxyConfiguration."));
            }
            else if (ShouldProcess(found.Title, MyInvocation.MyCommand.Name))
            {
                underWay.Add((found, Task.Run(() => RemoveAsync(supervisor, found.Process.Id), Ending)));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var (found, task) in underWay)
        {
            TryFinish(task, found.Process.Id, $"Removing {found.Process.Id}", out _);
        }

        base.EndProcessing();
    }

    private async Task<bool> RemoveAsync(IDefinedProcesses supervisor, string id)
    {
        await supervisor.RemoveAsync(id, Ending).ConfigureAwait(false);
        return true;
    }
}
