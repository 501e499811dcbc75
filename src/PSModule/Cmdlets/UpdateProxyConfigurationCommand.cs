using System.Management.Automation;
using ProcessProxy.PowerShell.Errors;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Makes a server read its configuration again and apply the changes, or shows them with -WhatIf.</summary>
[Cmdlet(VerbsData.Update, "ProxyConfiguration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPages.Folder + "Update-ProxyConfiguration.md")]
[OutputType(typeof(PlannedChange))]
public sealed class UpdateProxyConfigurationCommand : ConnectedCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var connection in Targets)
        {
            var plan = Run(connection.Client.GetPlanAsync, connection);
            if (ShouldProcess(
                $"Reloading the configuration of {connection}", $"Reload the configuration of {connection}?",
                MyInvocation.MyCommand.Name, out var reason))
            {
                var done = Run(connection.Client.ReloadAsync, connection, $"Changing {connection}");
                WriteObject(Carried(plan, done), enumerateCollection: true);
                foreach (var action in done.Where(action => action.Failure is not null))
                {
                    Report(ProxyErrors.NotReplaced(action));
                }
            }
            else if (reason == ShouldProcessReason.WhatIf)
            {
                WriteObject(plan, enumerateCollection: true);
            }
        }
    }

    /// <summary>Returns the actions in the form of the plan; the file may have changed since the plan was made.</summary>
    private static IEnumerable<PlannedChange> Carried(IReadOnlyList<PlannedChange> plan, IReadOnlyList<ReloadAction> done)
    {
        var planned = plan.Where(change => change.Process is not null).ToDictionary(change => change.Process!, StringComparer.Ordinal);
        return done.Select(action => new PlannedChange(
                action.Id, action.Action, action.Outcome, planned.GetValueOrDefault(action.Id)?.RoutesAffected ?? []))
            .Concat(plan.Where(change => change.Process is null));
    }
}
