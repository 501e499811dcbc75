using System.Management.Automation;
using ProcessProxy.PowerShell.Completion;

namespace ProcessProxy.PowerShell.Commands;

/// <summary>Gets the routes of a proxy with their activity.</summary>
[Cmdlet(VerbsCommon.Get, "ProxyRoute", HelpUri = HelpPages.Folder + "Get-ProxyRoute.md")]
[OutputType(typeof(RouteActivity))]
public sealed class GetProxyRouteCommand : ConnectedCmdlet
{
    /// <summary>Gets or sets the paths. Wildcards are permitted. Without it, all routes are returned.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = ["*"];

    /// <summary>Gets or sets the processes of the routes. Wildcards are permitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(ProcessNameCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Process { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var connection in Targets)
        {
            var routes = Run(connection.Client.GetRoutesAsync, connection);
            WriteObject(routes.Where(route => Fits(route.Path, Path) && (Process is null || Fits(route.Process, Process))), enumerateCollection: true);
        }
    }

    private static bool Fits(string? text, string[] patterns) => text is not null
        && Array.Exists(patterns, pattern => WildcardPattern.Get(pattern, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch(text));
}
