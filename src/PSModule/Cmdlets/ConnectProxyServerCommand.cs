using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Net;
using System.Security;
using ProcessProxy.PowerShell.Connections;
using ProcessProxy.PowerShell.Errors;
using ProcessProxy.PowerShell.Lifetime;
using ProcessProxy.PowerShell.Loading;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Connects to a separate server, and makes it the current one.</summary>
[Cmdlet(VerbsCommunications.Connect, "ProxyServer", DefaultParameterSetName = ByPath, HelpUri = HelpPages.Folder + "Connect-ProxyServer.md")]
[OutputType(typeof(ProxyConnection))]
public sealed class ConnectProxyServerCommand : ProxyCmdlet
{
    private const string ByPath = "Path";
    private const string ByUri = "Uri";
    private const string ByConnection = "InputObject";

    /// <summary>Gets or sets the address of its management API. Without it, the server on this machine that runs a configuration file is used.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByUri)]
    [ValidateNotNull]
    public Uri? Uri { get; set; }

    /// <summary>Gets or sets the configuration file that the server runs.</summary>
    [Parameter(ParameterSetName = ByPath)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Gets or sets the project directory, which relative paths in the configuration are relative to.</summary>
    [Parameter(ParameterSetName = ByPath)]
    [ValidateNotNullOrEmpty]
    public string? ProjectDirectory { get; set; }

    /// <summary>Gets or sets an open connection, which becomes the current one again.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByConnection)]
    [ValidateNotNull]
    public ProxyConnection? InputObject { get; set; }

    /// <summary>Gets or sets the API key of the server, if it has one.</summary>
    [Parameter(ParameterSetName = ByUri)]
    [Parameter(ParameterSetName = ByPath)]
    [ValidateNotNull]
    public SecureString? ApiKey { get; set; }

    private string? Key => ApiKey is null ? null : new NetworkCredential("", ApiKey).Password;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (InputObject is { } again)
        {
            UseAgain(again);
            return;
        }

        SessionLifetime.Watch(Runspace.DefaultRunspace);
        var connection = Uri is { } address ? At(address) : Found();
        ConnectionTable.Add(connection);
        WriteObject(connection);
    }

    private void UseAgain(ProxyConnection connection)
    {
        if (!connection.IsOpen)
        {
            throw Terminate(ProxyErrors.Record(
                ProxyErrors.ConnectionClosed, ErrorCategory.InvalidOperation, connection, $"The connection to {connection.Name} was closed."));
        }

        ConnectionTable.Use(connection);
        WriteObject(connection);
    }

    private ProxyConnection Found()
    {
        var file = ConfigurationPath(Path);
        var directory = ProjectDirectory is null ? null : FileSystemPath(ProjectDirectory);
        var server = Run(
            token => Engine.Instance.FindServerAsync(file, directory, Key, token), file, $"Looking for the server of {file}");
        return RemoteServer.Create(server, RunspaceId);
    }

    private ProxyConnection At(Uri address)
    {
        var connection = RemoteServer.Create(Client(address), RunspaceId);
        connection.ProjectDirectory = Run(connection.Client.GetStatusAsync, address, $"Connecting to {address}").ProjectDirectory;
        return connection;
    }

    private HttpProcessClient Client(Uri address)
    {
        try
        {
            return new HttpProcessClient(address, Key);
        }
        catch (ArgumentException wrong)
        {
            throw Terminate(ProxyErrors.Record(
                ProxyErrors.InvalidConnection, ErrorCategory.InvalidArgument, address,
                $"{wrong.Message.Split(" (Parameter")[0]} An address is written as http://localhost:4481.", wrong));
        }
    }
}
