using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.PowerShell.Connections;
using ProcessProxy.PowerShell.Errors;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>The base class of cmdlets that act on a supervisor: the named one, or otherwise the current one.</summary>
public abstract class ConnectedCmdlet : ProxyCmdlet
{
    /// <summary>Gets or sets the connection to act on. Without it, the current one is used.</summary>
    [Parameter]
    [ValidateNotNull]
    public ProxyConnection? Connection { get; set; }

    /// <summary>Gets what to act on: one connection, or all supervisors of this session.</summary>
    private protected IReadOnlyList<ProxyConnection> Targets
    {
        get
        {
            var targets = Connection is null ? ConnectionTable.TargetsOf(Runspace.DefaultRunspace) : [Connection];
            return targets.Count == 0 ? throw Terminate(None()) : [.. targets.Select(Opened)];
        }
    }

    /// <summary>Gets the one connection to act on.</summary>
    private protected ProxyConnection Target => Opened(Connection ?? ConnectionTable.CurrentOf(Runspace.DefaultRunspace) ?? throw Terminate(None()));

    /// <summary>Returns the connection that a piped process came from, unless another one is named.</summary>
    private protected ProxyConnection TargetOf(ProcessInfo process) =>
        Connection is null && Origins.Of(process) is { } origin ? Opened(origin) : Target;

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var connection in ConnectionTable.All.Where(one => one.Owner == RunspaceId))
        {
            ShowMessages(connection);
        }
    }

    /// <summary>Shows what a supervisor of this session has reported since the last call.</summary>
    private protected void ShowMessages(ProxyConnection connection)
    {
        foreach (var message in connection.Messages.TakeAll())
        {
            if (message.Level == EngineMessageLevel.Warning)
            {
                WriteWarning(message.Text);
            }
            else
            {
                WriteVerbose(message.Text);
            }
        }
    }

    private ProxyConnection Opened(ProxyConnection connection) => connection.IsOpen
        ? connection
        : throw Terminate(ProxyErrors.Record(
            ProxyErrors.ConnectionClosed, ErrorCategory.InvalidOperation, connection, $"The connection to {connection.Name} was closed."));

    private static ErrorRecord None() => ProxyErrors.Record(
        ProxyErrors.NoConnection, ErrorCategory.InvalidOperation, null,
        "There is no connection to a server. Start one with Start-ProxyServer or Start-ManagedProcess -FilePath, or connect to one that runs "
        + "with Connect-ProxyServer.");
}
