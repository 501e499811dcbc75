using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ProcessProxy.PowerShell.Connections;
using ProcessProxy.PowerShell.Errors;
using ProcessProxy.PowerShell.Lifetime;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Starts a server: in this session, or as a detached process that outlives it.</summary>
[Cmdlet(VerbsLifecycle.Start, "ProxyServer", DefaultParameterSetName = ByPath, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPages.Folder + "Start-ProxyServer.md")]
[OutputType(typeof(ProxyConnection))]
public sealed class StartProxyServerCommand : ProxyCmdlet
{
    private const string ByPath = "Path";
    private const string ByRoute = "Route";

    /// <summary>Gets or sets the configuration file.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = ByPath)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Gets or sets the project directory, which relative paths in the configuration are relative to.</summary>
    [Parameter(ParameterSetName = ByPath)]
    [ValidateNotNullOrEmpty]
    public string? ProjectDirectory { get; set; }

    /// <summary>Gets or sets whether to start a detached process, or connect to the running one.</summary>
    [Parameter(ParameterSetName = ByPath)]
    public SwitchParameter Detached { get; set; }

    /// <summary>Gets or sets the routes, instead of a configuration file: paths with their address or folder.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByRoute)]
    [ValidateNotNullOrEmpty]
    public IDictionary Route { get; set; } = new Hashtable();

    /// <summary>Gets or sets the port for HTTP.</summary>
    [Parameter(ParameterSetName = ByRoute)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; } = 8080;

    /// <summary>Gets or sets the address the proxy listens on.</summary>
    [Parameter(ParameterSetName = ByRoute)]
    [ValidateNotNullOrEmpty]
    public string ListenAddress { get; set; } = "localhost";

    /// <summary>Gets or sets whether to return the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var connection = ParameterSetName == ByRoute ? StartRoutes() : StartFile();
        if (PassThru && connection is not null)
        {
            WriteObject(connection);
        }
    }

    private ProxyConnection? StartFile()
    {
        var file = ConfigurationPath(Path);
        var directory = ProjectDirectory is null ? null : FileSystemPath(ProjectDirectory);
        if (!ShouldProcess(file, MyInvocation.MyCommand.Name))
        {
            return null;
        }

        SessionLifetime.Watch(Runspace.DefaultRunspace);
        var owner = RunspaceId;
        return Run(
            token => Detached
                ? DetachedServers.StartAsync(file, directory, owner, token)
                : SessionServers.StartServerAsync(file, directory, owner, token),
            file, $"Starting {file}");
    }

    private ProxyConnection? StartRoutes()
    {
        var routes = new RouteConfiguration(FileSystemPath);
        string text;
        try
        {
            text = routes.Write(ListenAddress, Port, Route);
        }
        catch (ProcessProxyException invalid)
        {
            throw Terminate(ProxyErrors.Of(invalid, Route)!);
        }

        if (!ShouldProcess($"{ListenAddress}, port {Port}: {string.Join(", ", Route.Keys.Cast<object>())}", MyInvocation.MyCommand.Name))
        {
            return null;
        }

        SessionLifetime.Watch(Runspace.DefaultRunspace);
        var owner = RunspaceId;
        return Run(
            async token =>
            {
                try
                {
                    return await SessionServers.StartRoutesAsync(text, owner, token).ConfigureAwait(false);
                }
                catch (ProcessProxyException invalid) when (invalid.Problems.Count > 0)
                {
                    throw routes.InParameters(invalid);
                }
            },
            Route, $"Starting a proxy at port {Port}");
    }
}
