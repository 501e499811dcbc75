using System.Management.Automation;
using ProcessProxy.PowerShell.Completion;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>The base class of cmdlets that receive their processes by name, or as objects.</summary>
public abstract class ChosenProcessCmdlet : ProcessCmdlet
{
    private protected const string ByName = "Name";
    private protected const string ByInput = "InputObject";

    /// <summary>Gets or sets the names. Wildcards are permitted.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByName, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ProcessNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public virtual string[]? Name { get; set; }

    /// <summary>Gets or sets the processes, as Get-ManagedProcess returns them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByInput, ValueFromPipeline = true)]
    public ProcessInfo[]? InputObject { get; set; }

    /// <summary>Returns the named or given processes with their connections.</summary>
    private protected IEnumerable<FoundProcess> Chosen() => InputObject is { } processes && ParameterSetName == ByInput
        ? processes.Select(process => new FoundProcess(TargetOf(process), process))
        : Find(Name!);

    /// <summary>Returns the same without single instances, which are an error for commands that act on the whole.</summary>
    private protected IEnumerable<FoundProcess> ChosenWhole() => Chosen().Where(IsWhole);
}
