using System.Runtime.InteropServices;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

/// <summary>Which ASP.NET Core and which .NET are used, and what is said when they are not there. Each in a process of its own: it is settled once for each.</summary>
public sealed class MissingFrameworkTests : IAsyncDisposable
{
    private const int Patience = 120_000;
    private const string InstallCommand = "apt-get install aspnetcore-runtime-10.0";
    private readonly ShellProject project = new ShellProject().Configure(("web", "polite"));

    /// <summary>The one beside the runtime of these tests, which the SDK brought.</summary>
    private static string Installed => Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "Microsoft.AspNetCore.App", Path.GetFileName(Path.TrimEndingDirectorySeparator(RuntimeEnvironment.GetRuntimeDirectory()))));

    public ValueTask DisposeAsync() => project.DisposeAsync();

    [Fact(Timeout = Patience)]
    public async Task The_variable_names_the_ASP_NET_Core_that_is_used() => Assert.Equal(
        ["Running", Path.Combine(Installed, "Microsoft.AspNetCore.Server.Kestrel.Core.dll")],
        await RunAsync("PROCESSPROXY_ASPNETCORE", Installed, """
            Start-ProxyServer
            (Get-ManagedProcess web).State
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'Microsoft.AspNetCore.Server.Kestrel.Core' } | ForEach-Object Location
            """));

    [Fact(Timeout = Patience)]
    public async Task A_variable_that_names_a_folder_without_it_is_an_error_that_says_how_to_install_it_and_can_be_mended()
    {
        var lines = await RunAsync("PROCESSPROXY_ASPNETCORE", project.Root, "try { Start-ProxyServer } catch { Show-Error $_ }; $env:PROCESSPROXY_ASPNETCORE = ''; Start-ProxyServer; (Get-ManagedProcess web).State");
        Assert.Equal(
            [
                "error: AspNetCoreNotFound,ProcessProxy.PowerShell.Commands.StartProxyServerCommand: PROCESSPROXY_ASPNETCORE names "
                + $"{project.Root}, but there is no Microsoft.AspNetCore.dll in it. Remove the variable, or install ASP.NET Core 10.0 with: {InstallCommand}",
                "Running",
            ],
            lines);
    }

    [Fact(Timeout = Patience)]
    public async Task A_server_of_its_own_without_a_NET_to_run_it_is_an_error_that_says_how_to_install_one()
    {
        var lines = await RunAsync("PROCESSPROXY_DOTNET", project.File("none"), "try { Start-ProxyServer -Detached } catch { Show-Error $_ }");
        Assert.Equal(
            [
                "error: DotNetNotFound,ProcessProxy.PowerShell.Commands.StartProxyServerCommand: PROCESSPROXY_DOTNET names "
                + $"{project.File("none")}, which does not exist. Remove the variable, or install .NET with ASP.NET Core 10.0 with: {InstallCommand}",
            ],
            lines);
        Assert.Empty(project.Processes);
    }

    private Task<IReadOnlyList<string>> RunAsync(string variable, string value, string script) => project.RunScriptAsync($$"""
        $null = $ExecutionContext.SessionState.Path.SetLocation('{{project.Root}}')
        $env:{{variable}} = '{{value}}'
        Import-Module '{{Builds.Module}}'
        function Show-Error($problem) { "error: $($problem.FullyQualifiedErrorId): $($problem.Exception.Message)" }
        {{script}}
        """);
}
