using System.Management.Automation;
using ProcessProxy.PowerShell.Connections;
using ProcessProxy.PowerShell.Errors;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Stops a server, and its processes unless they are kept.</summary>
[Cmdlet(VerbsLifecycle.Stop, "ProxyServer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPages.Folder + "Stop-ProxyServer.md")]
[OutputType(typeof(void))]
public sealed class StopProxyServerCommand : ConnectedCmdlet
{
    /// <summary>Gets or sets whether to leave the processes running, so that the next server reconnects to them.</summary>
    [Parameter]
    public SwitchParameter KeepProcesses { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var connection in Targets)
        {
            if (connection.Kind == ConnectionKind.Server)
            {
                RefuseWhatCannotBe(connection);
            }

            if (ShouldProcess(connection.Name, MyInvocation.MyCommand.Name))
            {
                Stop(connection);
            }
        }
    }

    private void RefuseWhatCannotBe(ProxyConnection connection)
    {
        if (connection.Detached is null)
        {
            throw Terminate(ProxyErrors.Record(
                ProxyErrors.ServerNotInSession, ErrorCategory.InvalidOperation, connection,
                $"{connection} was not started in this session. Stop it where it was started, or run Start-ProxyServer -Detached with its "
                + "configuration first. To close only the connection, use Disconnect-ProxyServer."));
        }

        if (KeepProcesses)
        {
            throw Terminate(ProxyErrors.Record(
                ProxyErrors.CannotKeep, ErrorCategory.NotImplemented, connection,
                $"{connection} is a detached server, which keeps its programs when it stops only if its configuration contains settings.onExit: detach."));
        }
    }

    private void Stop(ProxyConnection connection)
    {
        Run(
            async token =>
            {
                await StopAsync(connection, token).ConfigureAwait(false);
                return true;
            },
            connection, $"Stopping {connection.Name}");
        ShowMessages(connection);
    }

    private Task StopAsync(ProxyConnection connection, CancellationToken token) => connection.Kind == ConnectionKind.Server
        ? DetachedServers.StopAsync(connection, token)
        : connection.CloseAsync(KeepProcesses ? true : null, CancellationToken.None); // Ctrl+C ends the wait, not the stop.
}
