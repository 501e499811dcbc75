using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.PowerShell.Connections;
using ProcessProxy.PowerShell.Errors;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>A cmdlet that acts on a supervisor: the one that is named, else the current one.</summary>
public abstract class ConnectedCmdlet : ProxyCmdlet
{
    /// <summary>The connection to act on; without it the current one.</summary>
    [Parameter]
    [ValidateNotNull]
    public ProxyConnection? Connection { get; set; }

    /// <summary>What is acted on: one connection, or all supervisors of this session.</summary>
    private protected IReadOnlyList<ProxyConnection> Targets
    {
        get
        {
            var targets = Connection is null ? ConnectionTable.TargetsOf(Runspace.DefaultRunspace) : [Connection];
            return targets.Count == 0 ? throw Terminate(None()) : [.. targets.Select(Opened)];
        }
    }

    /// <summary>The one connection to act on.</summary>
    private protected ProxyConnection Target => Opened(Connection ?? ConnectionTable.CurrentOf(Runspace.DefaultRunspace) ?? throw Terminate(None()));

    /// <summary>The connection that a piped process came from, unless one is named.</summary>
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

    /// <summary>Shows what a supervisor of this session told since it was last asked.</summary>
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
