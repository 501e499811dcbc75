using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

/// <summary>A proxy whose routes no file names.</summary>
public sealed class RouteTests : SessionTests
{
    private const int Patience = 120_000;

    [Fact(Timeout = Patience)]
    public async Task Routes_lead_to_addresses_and_folders()
    {
        Project.Write("files/hello.txt", "hello\n");
        var port = Ports.Free();
        var output = await Session.Get(
            """
            Set-Location $root
            Start-ManagedProcess back -FilePath $program -ArgumentList serve -Environment ($mark + @{ PORT = $port }) -HealthCheckUri "http://localhost:$port/health" -Wait
            Start-ProxyServer -Port 0 -Route ([ordered] @{ '/files' = './files'; '/api' = @{ target = "http://localhost:$port"; timeout = 5000 }; 'example.org/x' = "http://localhost:$port" })
            $proxy = (Get-ProxyConnection -Current).Name
            (Invoke-WebRequest "$proxy/files/hello.txt").Content.Trim()
            (Invoke-WebRequest "$proxy/api/health" -SkipHttpErrorCheck).StatusCode
            Get-ProxyRoute | ForEach-Object { "$($_.Domain) $($_.Path) $($_.Type) $($_.Requests)" }
            (Get-ProxyRoute /a*).Path
            Stop-ProxyServer -Connection (Get-ProxyConnection -Current)
            (Get-ManagedProcess).Id
            """,
            new { root = Project.Root, program = Builds.TestProcess, mark = Project.Marked, port });
        Assert.Equal("hello", output[0].ToString());
        Assert.NotEqual("404", output[1].ToString());
        Assert.Equal([" /files static 1", " /api proxy 1", "example.org /x proxy 0", "/api", "back"], output.Skip(2).Select(line => line.ToString()));
    }

    [Theory(Timeout = Patience)]
    [InlineData("@{ '/' = 'ftp://x' }", "-Route '/': *")]
    [InlineData("@{ '/a' = @{ target = 'http://x'; nonsense = 1 } }", "-Route '/a': *nonsense*")]
    [InlineData("@{ '/' = $null }", "-Route '/' has no value. *")]
    [InlineData("@{ '/' = '' }", "-Route '/' has no value. *")]
    [InlineData("@{ '/' = @{ type = 'static'; staticPath = '' } }", "-Route '/': *staticPath*")]
    [InlineData("@{ '/' = 5 }", "-Route '/' must be an address, a folder or a hash table, not 5.")]
    [InlineData("@{ '/' = 'localhost:3000' }", "-Route '/': 'localhost:3000' is not a folder. Did you mean 'http://localhost:3000'?")]
    [InlineData("@{ '/' = 'http://localhost:1' } -ListenAddress 'not an address'", "-ListenAddress: *")]
    public async Task What_is_wrong_is_said_by_parameter_and_leaves_nothing(string route, string message)
    {
        var error = Assert.Single((await Session.Run($"Start-ProxyServer -Port 0 -Route {route}")).AllErrors);
        Assert.Equal("ConfigurationInvalid", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.True(System.Management.Automation.WildcardPattern.Get(message, System.Management.Automation.WildcardOptions.None).IsMatch(error.Exception.Message), error.Exception.Message);
        Assert.Empty(await Session.Get("Get-ProxyConnection"));
    }

    [Fact(Timeout = Patience)]
    public async Task A_port_that_is_taken_is_an_error()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        Assert.Equal(["CannotListen"], (await Session.Run(
            "Start-ProxyServer -ListenAddress 127.0.0.1 -Port $port -Route @{ '/' = 'http://localhost:1' }", new { port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port })).ErrorIds);
    }

    [Fact(Timeout = Patience)]
    public async Task WhatIf_listens_nowhere() =>
        Assert.Empty(await Session.Get("Start-ProxyServer -Route @{ '/' = 'http://localhost:1' } -WhatIf; Get-ProxyConnection"));
}
