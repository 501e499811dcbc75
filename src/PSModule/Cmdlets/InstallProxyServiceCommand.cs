using System.Management.Automation;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Installs the server as a service of the system, and starts it.</summary>
[Cmdlet(
    VerbsLifecycle.Install, "ProxyService", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium,
    HelpUri = HelpPages.Folder + "Install-ProxyService.md")]
[OutputType(typeof(string))]
public sealed class InstallProxyServiceCommand : ServiceCmdlet
{
    /// <summary>Gets or sets the configuration file.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Gets or sets the project directory, which relative paths in the configuration are relative to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProjectDirectory { get; set; }

    /// <summary>Gets or sets the user that the service runs as.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var file = ConfigurationPath(Path);
        string[] arguments =
        [
            "install", "--config", file,
            .. ProjectDirectory is null ? Array.Empty<string>() : ["--project-directory", FileSystemPath(ProjectDirectory)],
            .. User is null ? Array.Empty<string>() : ["--user", User],
        ];
        if (ShouldProcess($"{Name}: {file}", $"Install the service {Name} for {file}?", MyInvocation.MyCommand.Name, out var reason))
        {
            foreach (var line in RunService(arguments))
            {
                WriteVerbose(line);
            }
        }
        else if (reason == ShouldProcessReason.WhatIf)
        {
            WriteObject(RunService([.. arguments, "--dry-run"]), enumerateCollection: true);
        }
    }
}
