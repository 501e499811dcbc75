using System.Management.Automation;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Has a server read its configuration again and do what has changed, or tells with -WhatIf what that would be.</summary>
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
            }
            else if (reason == ShouldProcessReason.WhatIf)
            {
                WriteObject(plan, enumerateCollection: true);
            }
        }
    }

    /// <summary>What was done, in the shape of the plan; the file may have changed since that was made.</summary>
    private static IEnumerable<PlannedChange> Carried(IReadOnlyList<PlannedChange> plan, IReadOnlyList<ReloadAction> done)
    {
        var planned = plan.Where(change => change.Process is not null).ToDictionary(change => change.Process!, StringComparer.Ordinal);
        return done.Select(action => new PlannedChange(
                action.Id, action.Action, action.Because, planned.GetValueOrDefault(action.Id)?.RoutesAffected ?? []))
            .Concat(plan.Where(change => change.Process is null));
    }
}
