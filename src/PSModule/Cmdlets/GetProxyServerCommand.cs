using System.Management.Automation;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Gets the status of a server.</summary>
[Cmdlet(VerbsCommon.Get, "ProxyServer", HelpUri = HelpPages.Folder + "Get-ProxyServer.md")]
[OutputType(typeof(ServerStatus))]
public sealed class GetProxyServerCommand : ConnectedCmdlet
{
    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var connection in Targets)
        {
            WriteObject(Run(connection.Client.GetStatusAsync, connection));
        }
    }
}
