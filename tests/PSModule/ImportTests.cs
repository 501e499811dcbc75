using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests;

public sealed class ImportTests
{
    private const int Patience = 120_000;

    [Fact(Timeout = Patience)]
    public async Task The_module_exports_the_cmdlets_of_its_manifest_and_nothing_else()
    {
        using var session = new Session();
        var manifest = await session.Get(
            "(& ([scriptblock]::Create([IO.File]::ReadAllText($psd1)))).CmdletsToExport | ForEach-Object { \"Cmdlet $_\" }",
            new { psd1 = Path.Combine(Builds.Module, "ProcessProxy.psd1") });
        var exported = await session.Get("(Get-Module ProcessProxy).ExportedCommands.Values | ForEach-Object { \"$($_.CommandType) $($_.Name)\" }");
        Assert.Equal(Sorted(manifest), Sorted(exported));
    }

    [Fact(Timeout = Patience)]
    public async Task Importing_loads_nothing_of_the_engine()
    {
        await using var project = new ShellProject();
        var loaded = await project.RunScriptAsync(
            $"Import-Module '{Builds.Module}'\n"
            + "[AppDomain]::CurrentDomain.GetAssemblies().GetName().Name | Where-Object { $_ -match '^(Yaml|Yarp|Microsoft.AspNetCore|Microsoft.Extensions|ProcessProxy)' }");
        Assert.Equal(["ProcessProxy.Client", "ProcessProxy.PowerShell"], loaded.Order(StringComparer.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task A_server_can_be_hosted_beside_modules_that_brought_other_versions_of_its_libraries()
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        foreach (var library in (string[])["YamlDotNet", "Yarp.ReverseProxy", "Microsoft.AspNetCore", "Microsoft.Extensions.Logging.Abstractions", "ProcessProxy.Core"])
        {
            ForeignLibrary.Write(library, project.File($"{library}.dll"));
        }

        var lines = await project.RunScriptAsync($$"""
            foreach ($file in [IO.Directory]::GetFiles('{{project.Root}}', '*.dll')) { Import-Module $file }
            Import-Module '{{Builds.Module}}'
            Start-ProxyServer '{{project.ConfigFile}}'
            (Get-ManagedProcess web).State
            [AppDomain]::CurrentDomain.GetAssemblies().GetName() | Where-Object Name -eq 'YamlDotNet' | ForEach-Object { "$($_.Name) $($_.Version)" }
            Stop-ProxyServer
            """);
        Assert.Equal("Running", lines[0]);
        Assert.Contains("YamlDotNet 1.2.3.4", lines);
        Assert.Equal(3, lines.Count);
    }

    [Fact(Timeout = Patience)]
    public async Task A_proxy_runs_without_any_installed_framework()
    {
        // The tests themselves run without ASP.NET, as PowerShell does, so what serves here is the module's own set.
        await using var project = new ShellProject().Configure(("web", "polite"));
        using var session = new Session();
        var output = await session.Get(
            """
            Start-ProxyServer $file
            [int] [Net.Http.HttpClient]::new().GetAsync((Get-ProxyServer).Endpoints.Http).GetAwaiter().GetResult().StatusCode
            Stop-ProxyServer
            """,
            new { file = project.ConfigFile });
        Assert.Equal(404, Assert.Single(output).BaseObject);
        var aspNetCore = AppDomain.CurrentDomain.GetAssemblies().Where(one => one.GetName().Name == "Microsoft.AspNetCore.Server.Kestrel.Core");
        Assert.Equal(Path.Combine(Builds.Module, "lib"), Path.GetDirectoryName(Assert.Single(aspNetCore).Location));
    }

    private static IEnumerable<string> Sorted(IEnumerable<object> names) => names.Select(name => name.ToString()!).Order(StringComparer.Ordinal);
}
