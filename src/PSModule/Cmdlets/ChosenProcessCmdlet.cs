using System.Management.Automation;
using ProcessProxy.PowerShell.Completion;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>A cmdlet that is told its processes by name, or is given them.</summary>
public abstract class ChosenProcessCmdlet : ProcessCmdlet
{
    private protected const string ByName = "Name";
    private protected const string ByInput = "InputObject";

    /// <summary>The names; wildcards are permitted.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByName, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ProcessNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public virtual string[]? Name { get; set; }

    /// <summary>The processes, as Get-ManagedProcess gives them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByInput, ValueFromPipeline = true)]
    public ProcessInfo[]? InputObject { get; set; }

    /// <summary>The processes that were named or given, where they are.</summary>
    private protected IEnumerable<FoundProcess> Chosen() => InputObject is { } processes && ParameterSetName == ByInput
        ? processes.Select(process => new FoundProcess(TargetOf(process), process))
        : Find(Name!);
}
