using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

/// <summary>A server as a process of its own, started by the module.</summary>
public sealed class DetachedTests
{
    private const int Patience = 180_000;

    [Fact(Timeout = Patience)]
    public async Task A_detached_server_outlives_its_session_is_found_again_and_stopped()
    {
        await using var project = new Project().Configure(("web", "polite"));
        var first = await project.RunScriptAsync(
            $"Import-Module '{Builds.Module}'; Start-ProxyServer '{project.ConfigFile}' -Detached; (Get-ProxyServer).Pid; (Get-ManagedProcess web).Pid; exit");
        Assert.All(first, pid => Assert.True(Machine.IsAlive(Number(pid))));
        Assert.Equal(Number(first[0]), Machine.SessionOf(Number(first[0])));

        using var session = new Session();
        var again = await session.Get(
            "$s = Start-ProxyServer $file -Detached -PassThru; (Get-ProxyServer).Pid; (Get-ManagedProcess web).Pid; $s.Kind; Stop-ProxyServer; $s.IsOpen",
            new { file = project.ConfigFile });
        Assert.Equal([first[0], first[1], "Server", "False"], again.Select(line => line.ToString()));
        await Wait.Until(() => first.All(pid => !Machine.IsAlive(Number(pid))), "server and process have ended");
    }

    [Fact(Timeout = Patience)]
    public async Task A_detached_server_that_cannot_start_says_why()
    {
        await using var project = new Project().Configure(("web", "polite"));
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        File.WriteAllText(project.ConfigFile, File.ReadAllText(project.ConfigFile).Replace("\nport: 0", $"\nport: {port}", StringComparison.Ordinal));
        using var session = new Session();
        var error = Assert.Single((await session.Run("Start-ProxyServer $file -Detached", new { file = project.ConfigFile })).AllErrors);
        Assert.Equal("ServerStartFailed", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains($"{port}", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = Patience)]
    public async Task A_server_that_was_only_connected_to_is_not_stopped_from_here()
    {
        await using var project = new Project().Configure(("web", "polite"));
        await using var server = await ServerProcess.StartAsync(project);
        using var session = new Session();
        var outcome = await session.Run("$null = Connect-ProxyServer $uri; Stop-ProxyServer; (Get-ProxyServer).Status", new { uri = server.Management });
        Assert.Equal(["ServerNotInSession"], outcome.ErrorIds);
        Assert.Equal("running", outcome.Output[0].BaseObject);
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
