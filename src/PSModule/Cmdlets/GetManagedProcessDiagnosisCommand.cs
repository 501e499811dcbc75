using System.Management.Automation;
using ProcessProxy.PowerShell.Completion;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Explains why processes are down.</summary>
[Cmdlet(VerbsCommon.Get, "ManagedProcessDiagnosis", HelpUri = HelpPages.Folder + "Get-ManagedProcessDiagnosis.md")]
[OutputType(typeof(ProcessDiagnosis))]
public sealed class GetManagedProcessDiagnosisCommand : ProcessCmdlet
{
    /// <summary>Gets or sets the names. Wildcards are permitted. Without it, all processes are returned.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ProcessNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var (connection, process) in Name is null ? List() : Find(Name))
        {
            if (TryFinish(connection.Client.GetDiagnosisAsync(process.Address, Ending), process.Address, null, out var diagnosis))
            {
                WriteObject(diagnosis);
            }
        }
    }
}
