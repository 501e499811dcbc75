using System.Management.Automation;
using ProcessProxy.PowerShell.Loading;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Reports the problems of a configuration.</summary>
[Cmdlet(VerbsDiagnostic.Test, "ProxyConfiguration", HelpUri = HelpPages.Folder + "Test-ProxyConfiguration.md")]
[OutputType(typeof(ConfigurationProblem), typeof(bool))]
public sealed class TestProxyConfigurationCommand : ProxyCmdlet
{
    /// <summary>Gets or sets the configuration file.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName", "PSPath")]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>Gets or sets the project directory, which relative paths in the configuration are relative to.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ProjectDirectory { get; set; }

    /// <summary>Gets or sets whether to return only whether the configuration is valid.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var file = ConfigurationPath(Path);
        var directory = ProjectDirectory is null ? null : FileSystemPath(ProjectDirectory);
        var problems = Run(_ => Task.FromResult(Engine.Instance.Check(file, directory)), file);
        if (Quiet)
        {
            WriteObject(problems.All(problem => problem.Severity == ProblemSeverity.Warning));
        }
        else
        {
            WriteObject(problems, enumerateCollection: true);
        }
    }
}
