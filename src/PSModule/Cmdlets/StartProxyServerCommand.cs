using System.Management.Automation;
using System.Management.Automation.Runspaces;
using ProcessProxy.PowerShell.Connections;
using ProcessProxy.PowerShell.Lifetime;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Starts a server: in this session, or as a process of its own that outlives it.</summary>
[Cmdlet(VerbsLifecycle.Start, "ProxyServer", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(ProxyConnection))]
public sealed class StartProxyServerCommand : ProxyCmdlet
{
    /// <summary>The configuration file.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = ConfigurationFile.Default;

    /// <summary>The folder that relative paths of the configuration start from.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProjectDirectory { get; set; }

    /// <summary>Starts it as a process of its own, or connects to the one that runs already.</summary>
    [Parameter]
    public SwitchParameter Detached { get; set; }

    /// <summary>Gives the connection.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var file = FileSystemPath(Path);
        var directory = ProjectDirectory is null ? null : FileSystemPath(ProjectDirectory);
        if (!ShouldProcess(file, MyInvocation.MyCommand.Name))
        {
            return;
        }

        SessionLifetime.Watch(Runspace.DefaultRunspace);
        var owner = RunspaceId;
        var connection = Run(
            token => Detached
                ? DetachedServers.StartAsync(file, directory, owner, token)
                : SessionServers.StartServerAsync(file, directory, owner, token),
            file, $"Starting {file}");
        if (PassThru)
        {
            WriteObject(connection);
        }
    }
}
