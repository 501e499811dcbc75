using System.Management.Automation;

namespace PowerShellHost;

/// <summary>
/// <c>Select-Object -First</c>, and no more of that cmdlet: it ends the commands before it when it has enough. The exception that does so is
/// the engine's own, and not public.
/// </summary>
[Cmdlet(VerbsCommon.Select, "Object")]
public sealed class SelectFirst : PSCmdlet
{
    private const string EndOthers = "System.Management.Automation.StopUpstreamCommandsException";
    private int count;

    /// <summary>How many are let through.</summary>
    [Parameter(Mandatory = true)]
    public int First { get; set; }

    /// <summary>What comes.</summary>
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        WriteObject(InputObject);
        if (++count == First)
        {
            throw (Exception)Activator.CreateInstance(typeof(PSCmdlet).Assembly.GetType(EndOthers, throwOnError: true)!, this)!;
        }
    }
}
