using System.Management.Automation;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Replaces the programs of processes, or stops and starts them.</summary>
[Cmdlet(VerbsLifecycle.Restart, "ManagedProcess", DefaultParameterSetName = ByInput, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPages.Folder + "Restart-ManagedProcess.md")]
[OutputType(typeof(ProcessInfo))]
public sealed class RestartManagedProcessCommand : ProcessActionCmdlet
{
    private readonly Dictionary<FoundProcess, ReplacementProgress> replacements = new(ReferenceEqualityComparer.Instance);

    private protected override string Activity => "Restarting";

    private protected override string? ActionOn(FoundProcess found)
    {
        if (!TryFinish(found.Connection.Client.GetAsync(found.Address, Ending), found.Address, $"Asking for {found.Address}", out var process))
        {
            return null;
        }

        if (process.State is RunState.Stopped or RunState.Failed)
        {
            return "Start";
        }

        if (!ReplacementProgress.IsRolling(process))
        {
            return "Stop and start";
        }

        replacements[found] = new ReplacementProgress(found.Connection.Client, process, Ending);
        return "Replace";
    }

    private protected override string ProgressOf(FoundProcess found) => replacements.TryGetValue(found, out var replacement) ? replacement.Now : base.ProgressOf(found);

    private protected override Task<ProcessInfo> ActAsync(IProcessClient client, string id, CancellationToken cancellationToken) =>
        client.RestartAsync(id, cancellationToken);
}
