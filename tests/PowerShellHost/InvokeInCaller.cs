using System.Management.Automation;

namespace PowerShellHost;

/// <summary>Runs a script block in the scope of whoever calls, as Pester does with <c>BeforeDiscovery</c>; a function would have a scope of its own.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "InCaller")]
public sealed class InvokeInCaller : PSCmdlet
{
    /// <summary>The script block.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    public ScriptBlock Script { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord() => WriteObject(InvokeCommand.InvokeScript(useLocalScope: false, Script, input: null), enumerateCollection: true);
}
