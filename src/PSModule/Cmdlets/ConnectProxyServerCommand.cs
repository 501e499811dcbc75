using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Security;
using ProcessProxy.PowerShell.Connections;
using ProcessProxy.PowerShell.Errors;
using ProcessProxy.PowerShell.Lifetime;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Connects to a server that runs by itself, and makes it the current one.</summary>
[Cmdlet(VerbsCommunications.Connect, "ProxyServer")]
[OutputType(typeof(ProxyConnection))]
public sealed class ConnectProxyServerCommand : ProxyCmdlet
{
    /// <summary>The address of its management API.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    public Uri Uri { get; set; } = null!;

    /// <summary>Its <c>management.apiKey</c>, if it has one.</summary>
    [Parameter]
    [ValidateNotNull]
    public SecureString? ApiKey { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        SessionLifetime.Watch(Runspace.DefaultRunspace);
        var connection = RemoteServer.Create(Client(), RunspaceId);
        var status = Run(connection.Client.GetStatusAsync, Uri, $"Connecting to {Uri}");
        connection.ProjectDirectory = status.ProjectDirectory;
        ConnectionTable.Add(connection);
        WriteObject(connection);
    }

    private HttpProcessClient Client()
    {
        try
        {
            return new HttpProcessClient(Uri, ApiKey is null ? null : new NetworkCredential("", ApiKey).Password);
        }
        catch (ArgumentException wrong)
        {
            throw Terminate(ProxyErrors.Record(
                "InvalidConnection", ErrorCategory.InvalidArgument, Uri,
                $"{wrong.Message.Split(" (Parameter")[0]} An address is written as http://localhost:4481.", wrong));
        }
    }
}
