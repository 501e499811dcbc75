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
        await using var project = new ShellProject().Configure(("web", "polite"));
        var first = await project.RunScriptAsync(
            $"Import-Module '{Builds.Module}'; Start-ProxyServer '{project.ConfigFile}' -Detached; (Get-ProxyServer).Pid; (Get-ManagedProcess web).Pid; exit");
        Assert.All(first, pid => Assert.True(Machine.IsAlive(Number(pid))));
        Assert.Equal(Machine.Parent(Number(first[0])), Machine.Session(Number(first[0])));

        using var session = new Session();
        var again = await session.Get(
            "$s = Start-ProxyServer $file -Detached -PassThru; (Get-ProxyServer).Pid; (Get-ManagedProcess web).Pid; $s.Kind; Stop-ProxyServer; $s.IsOpen",
            new { file = project.ConfigFile });
        Assert.Equal([first[0], first[1], "Server", "False"], again.Select(line => line.ToString()));
        Assert.All(first, pid => Assert.False(Machine.IsAlive(Number(pid))));
    }

    [Fact(Timeout = Patience)]
    public async Task A_session_that_supervises_the_same_is_not_taken_for_a_server_and_not_ended()
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        using var owner = new Session();
        var web = (await owner.Get("Start-ProxyServer $file; (Get-ManagedProcess web).Pid", new { file = project.ConfigFile }))[0].ToString();
        using var other = new Session();
        var refused = Assert.Single((await other.Run("Start-ProxyServer $file -Detached", new { file = project.ConfigFile })).AllErrors);
        Assert.Equal("ServerAlreadyRunning", refused.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains("supervises these processes", refused.Exception.Message, StringComparison.Ordinal);
        await other.Run("Stop-ProxyServer");
        Assert.Equal(web, (await owner.Get("(Get-ManagedProcess web).Pid; Stop-ProxyServer"))[0].ToString());
    }

    [Fact(Timeout = Patience)]
    public async Task A_detached_server_that_cannot_start_says_why()
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        var port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        File.WriteAllText(project.ConfigFile, File.ReadAllText(project.ConfigFile).Replace("\nport: 0", $"\nport: {port}", StringComparison.Ordinal));
        using var session = new Session();
        var error = Assert.Single((await session.Run("Start-ProxyServer $file -Detached", new { file = project.ConfigFile })).AllErrors);
        Assert.Equal("CannotListen", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains($"{port}", error.Exception.Message, StringComparison.Ordinal);
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = Patience)]
    public async Task The_log_of_a_detached_server_is_rotated()
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        var log = project.File("pids/processproxy.log");
        project.Write("pids/processproxy.log", "the first line\n");
        using (var file = File.OpenWrite(log))
        {
            // A hole would not count.
            file.Seek(0, SeekOrigin.End);
            var block = new byte[1 << 20];
            Array.Fill(block, (byte)'x');
            for (var written = 0; written < 51; written++)
            {
                file.Write(block);
            }
        }

        using var session = new Session();
        await session.Get("Start-ProxyServer $file -Detached; Stop-ProxyServer", new { file = project.ConfigFile });
        var text = await File.ReadAllTextAsync(log, TestContext.Current.CancellationToken);
        Assert.Contains("Stopping.", text, StringComparison.Ordinal);
        Assert.Contains("Stopped.", text, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(log).Length, 1, 100_000);
        Assert.Equal("the first line", File.ReadLines(log + ".1").First().Split('x')[0]);
        Assert.Equal(0, new FileInfo(project.File("pids/processproxy.err")).Length);
    }

    [Fact(Timeout = Patience)]
    public async Task A_detached_server_that_NET_cannot_run_says_what_NET_says()
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        project.Write("dotnet", "#!/bin/sh\necho You must install a framework >&2\nexit 150\n");
        File.SetUnixFileMode(project.File("dotnet"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var line = Assert.Single(await project.RunScriptAsync(
            $$"""
            Import-Module '{{Builds.Module}}'; $env:PROCESSPROXY_DOTNET = '{{project.File("dotnet")}}'
            try { Start-ProxyServer '{{project.ConfigFile}}' -Detached } catch { "error: $($_.FullyQualifiedErrorId): $($_.Exception.Message)" }
            """));
        Assert.Equal("error: ServerStartFailed,ProcessProxy.PowerShell.Commands.StartProxyServerCommand: The server exited during startup: You must install a framework", line);
    }

    [Fact(Timeout = Patience)]
    public async Task A_server_that_was_only_connected_to_is_not_stopped_from_here()
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        using var server = await project.StartServerAsync();
        using var session = new Session();
        var outcome = await session.Run("$null = Connect-ProxyServer $uri; Stop-ProxyServer; (Get-ProxyServer).Status", new { uri = server.Management });
        Assert.Equal(["ServerNotInSession"], outcome.ErrorIds);
        Assert.Equal("running", outcome.Output[0].BaseObject);
    }

    private static int Number(string text) => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
