using System.Management.Automation;
using ProcessProxy.PowerShell.Errors;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Closes the connection to a separate server, which does not notice.</summary>
[Cmdlet(VerbsCommunications.Disconnect, "ProxyServer", HelpUri = HelpPages.Folder + "Disconnect-ProxyServer.md")]
[OutputType(typeof(void))]
public sealed class DisconnectProxyServerCommand : ConnectedCmdlet
{
    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var connection = Target;
        if (connection.Kind == ConnectionKind.Session)
        {
            throw Terminate(ProxyErrors.Record(
                ProxyErrors.ServerInSession, ErrorCategory.InvalidOperation, connection,
                $"{connection.Name} runs in this session. Stop it with Stop-ProxyServer."));
        }

        Run(async _ =>
        {
            await connection.CloseAsync(keepProcesses: null, CancellationToken.None).ConfigureAwait(false);
            return true;
        });
        base.EndProcessing();
    }
}
