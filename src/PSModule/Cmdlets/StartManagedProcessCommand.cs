using System.Management.Automation;
using ProcessProxy.PowerShell.Completion;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Starts processes: configured ones, one that is not in a file, or all of a process file.</summary>
[Cmdlet(VerbsLifecycle.Start, "ManagedProcess", DefaultParameterSetName = ByInput, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPages.Folder + "Start-ManagedProcess.md")]
[OutputType(typeof(ProcessInfo))]
public sealed partial class StartManagedProcessCommand : ProcessActionCmdlet
{
    private const string ByFile = "Path";
    private const string ByProgram = "FilePath";

    /// <inheritdoc/>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByName, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByProgram)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ProcessNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override string[]? Name { get; set; }

    private protected override string Activity => "Starting";

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case ByProgram:
                StartProgram();
                break;
            case ByFile:
                StartFile();
                break;
            default:
                base.ProcessRecord();
                break;
        }
    }

    private protected override Task<ProcessInfo> ActAsync(IProcessClient client, string id, CancellationToken cancellationToken) =>
        client.StartAsync(id, cancellationToken);
}
