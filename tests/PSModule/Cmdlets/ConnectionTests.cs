using System.Management.Automation;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

public sealed class ConnectionTests : IAsyncLifetime
{
    private const int Patience = 120_000;
    private readonly ShellProject project = new ShellProject().Configure(("web", "polite"));
    private readonly Session session = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        session.Dispose();
        await project.DisposeAsync();
    }

    [Theory(Timeout = Patience)]
    [InlineData("Get-ManagedProcess")]
    [InlineData("Stop-ManagedProcess web")]
    [InlineData("Get-ProxyServer")]
    [InlineData("Stop-ProxyServer")]
    [InlineData("Disconnect-ProxyServer")]
    [InlineData("Update-ProxyConfiguration")]
    public async Task Without_a_connection_the_error_says_what_to_do(string command)
    {
        var error = Assert.Single((await session.Run(command)).AllErrors);
        Assert.Equal("NoConnection", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains("Start-ProxyServer", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Connect-ProxyServer", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Nobody_at_an_address_is_a_connection_error()
    {
        var error = Assert.Single((await session.Run("Connect-ProxyServer http://127.0.0.1:1")).AllErrors);
        Assert.Equal("ServerUnreachable,ProcessProxy.PowerShell.Commands.ConnectProxyServerCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ConnectionError, error.CategoryInfo.Category);
    }

    [Theory(Timeout = Patience)]
    [InlineData("localhost:4481")]
    [InlineData("ftp://localhost")]
    [InlineData("nonsense")]
    public async Task What_is_no_address_is_refused_with_an_example(string address)
    {
        var error = Assert.Single((await session.Run("Connect-ProxyServer $address", new { address })).AllErrors);
        Assert.Equal("InvalidConnection", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains("http://localhost:4481", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task The_same_cmdlets_act_on_a_server_elsewhere_with_its_key()
    {
        File.WriteAllText(project.ConfigFile, File.ReadAllText(project.ConfigFile).Replace("management:", "management:\n  apiKey: the-key", StringComparison.Ordinal));
        using var server = await project.StartServerAsync();
        var refused = Assert.Single((await session.Run("Connect-ProxyServer $uri", new { uri = server.Management })).AllErrors);
        Assert.Equal(("Unauthorized", ErrorCategory.AuthenticationError), (refused.FullyQualifiedErrorId.Split(',')[0], refused.CategoryInfo.Category));

        var output = await session.Get(
            """
            $key = [Net.NetworkCredential]::new('', 'the-key').SecurePassword
            $c = Connect-ProxyServer $uri -ApiKey $key
            "$($c.Kind) $($c.IsOpen) $($c.ProjectDirectory)"
            (Get-ProxyServer).Pid
            (Get-ManagedProcess web | Restart-ManagedProcess -PassThru).State
            do { Get-ManagedProcessLog web -Wait -Raw | ForEach-Object { if ($_ -eq 'ready') { $_; break } } } while ($false)
            Stop-ManagedProcess web
            (Get-ManagedProcess web).State
            Disconnect-ProxyServer
            $c.IsOpen
            """,
            new { uri = server.Management });
        Assert.Equal(
            [$"Server True {project.Root}", server.Pid.ToString(System.Globalization.CultureInfo.InvariantCulture), "Running", "ready", "Stopped", "False"],
            output.Select(line => line.ToString()));
        Assert.Equal("ConnectionClosed", (await session.Run("Get-ManagedProcess -Connection $c")).ErrorIds.Single());
        Assert.Equal("NoConnection", (await session.Run("Get-ManagedProcess")).ErrorIds.Single());
    }

    [Fact(Timeout = Patience)]
    public async Task A_piped_process_is_acted_on_where_it_came_from()
    {
        await using var other = new ShellProject().Configure(("web", "polite"));
        using var server = await other.StartServerAsync();
        var output = await session.Get(
            """
            $remote = Connect-ProxyServer $uri
            $p = Get-ManagedProcess web
            Start-ProxyServer $file
            $p | Stop-ManagedProcess
            (Get-ManagedProcess web).State
            (Get-ManagedProcess web -Connection $remote).State
            """,
            new { uri = server.Management, file = project.ConfigFile });
        Assert.Equal(["Running", "Stopped"], output.Select(state => state.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task A_server_of_this_session_is_stopped_and_not_disconnected()
    {
        await session.Get("Start-ProxyServer $file", new { file = project.ConfigFile });
        Assert.Equal("ServerInSession", (await session.Run("Disconnect-ProxyServer")).ErrorIds.Single());
        Assert.Single(project.Processes);
        await session.Get("Stop-ProxyServer");
        Assert.Empty(project.Processes);
        Assert.Equal("NoConnection", (await session.Run("Get-ManagedProcess")).ErrorIds.Single());
    }

    [Fact(Timeout = Patience)]
    public async Task KeepProcesses_leaves_them_for_the_next_server()
    {
        var output = await session.Get(
            "Start-ProxyServer $file; (Get-ManagedProcess).Pid; Stop-ProxyServer -KeepProcesses; Start-ProxyServer $file; (Get-ManagedProcess).Pid; (Get-ManagedProcess).IsReconnected",
            new { file = project.ConfigFile });
        Assert.Equal(output[0].BaseObject, output[1].BaseObject);
        Assert.Equal(true, output[2].BaseObject);
    }

    [Fact(Timeout = Patience)]
    public async Task A_second_server_on_the_configuration_does_not_start()
    {
        var error = Assert.Single((await session.Run("Start-ProxyServer $file; Start-ProxyServer $file", new { file = project.ConfigFile })).AllErrors);
        Assert.Equal("ServerAlreadyRunning,ProcessProxy.PowerShell.Commands.StartProxyServerCommand", error.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ResourceBusy, error.CategoryInfo.Category);
        Assert.Contains(Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task The_log_is_followed_and_waited_on_while_the_server_is_killed_and_comes_back()
    {
        project.Configure(("web", "burst 9000 500"));
        File.WriteAllText(project.ConfigFile, File.ReadAllText(project.ConfigFile).Replace("management:\n  port: 0", $"management:\n  port: {Ports.Free()}", StringComparison.Ordinal));
        using var first = await project.StartServerAsync();
        await session.Get("Connect-ProxyServer $uri", new { uri = first.Management });
        using var shell = session.Begin("Get-ManagedProcessLog web -Tail 1000 -Wait -Raw");
        var output = new PSDataCollection<PSObject>();
        _ = shell.BeginInvoke<PSObject, PSObject>(null, output);
        await Wait.Until(() => output.Count > 100, "the log is followed");
        await first.KillAsync();
        using var second = await project.StartServerAsync();
        await Wait.Until(() => output.Count > 0 && output[^1].ToString() == "done", "the end has come");
        await Task.Run(shell.Stop, TestContext.Current.CancellationToken);
        var numbers = output.SkipLast(1).Select(line => int.Parse(line.ToString()[5..], System.Globalization.CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(Enumerable.Range(numbers[0], numbers.Count), numbers);
        Assert.Equal(9000, numbers[^1]);
    }
}
