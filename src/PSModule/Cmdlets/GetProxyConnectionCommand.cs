using System.Management.Automation;
using ProcessProxy.PowerShell.Completion;
using ProcessProxy.PowerShell.Connections;
using ProcessProxy.PowerShell.Errors;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Gets the open connections of this runspace.</summary>
[Cmdlet(VerbsCommon.Get, "ProxyConnection", HelpUri = HelpPages.Folder + "Get-ProxyConnection.md")]
[OutputType(typeof(ProxyConnection))]
public sealed class GetProxyConnectionCommand : ProxyCmdlet
{
    /// <summary>Gets or sets the names. Wildcards are permitted. Without it, all connections are returned.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ConnectionNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Gets or sets whether to return only the connection that cmdlets use by default.</summary>
    [Parameter]
    public SwitchParameter Current { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var open = ConnectionTable.All.Where(one => one.IsOpen && one.Owner == RunspaceId && (!Current || one.IsCurrent)).ToList();
        foreach (var name in Name ?? ["*"])
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant);
            var found = open.FindAll(one => pattern.IsMatch(one.Name));
            if (found.Count == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                Report(ProxyErrors.Record(ProxyErrors.ConnectionNotFound, ErrorCategory.ObjectNotFound, name, $"There is no open connection '{name}'."));
            }

            WriteObject(found, enumerateCollection: true);
        }
    }
}
