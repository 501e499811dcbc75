using System.Management.Automation;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Sets the number of instances of processes.</summary>
[Cmdlet(VerbsCommon.Set, "ManagedProcess", DefaultParameterSetName = ByInput, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPages.Folder + "Set-ManagedProcess.md")]
[OutputType(typeof(ProcessInfo))]
public sealed class SetManagedProcessCommand : ProcessActionCmdlet
{
    /// <summary>Gets or sets the number of instances, until the configured number changes.</summary>
    [Parameter(Mandatory = true)]
    public int Instances { get; set; }

    private protected override string Activity => "Scaling";

    private protected override IEnumerable<FoundProcess> ToActOn() => ChosenWhole();

    private protected override string ActionOn(FoundProcess found) => $"Set the number of instances to {Instances}";

    private protected override Task<ProcessInfo> ActAsync(IProcessClient client, string id, CancellationToken cancellationToken) =>
        client.ScaleAsync(id, Instances, cancellationToken);

    private protected override Task<ProcessInfo> SettleAsync(IProcessClient client, ProcessInfo process, CancellationToken cancellationToken) =>
        ProcessWait.UntilAsync(client, process.Id, AreAllReady, WhyLost, cancellationToken);

    /// <summary>Returns whether there is nothing left to wait for; a stopped process only keeps the number.</summary>
    private static bool AreAllReady(ProcessInfo process) => process.State == RunState.Stopped || (process.Instances ?? [process]).All(ProcessWait.IsReady);

    private static string? WhyLost(ProcessInfo process) => (process.Instances ?? [process]).Select(ProcessWait.WhyLost).FirstOrDefault(why => why is not null);
}
