using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

public sealed class WatchManagedProcessTests : SessionTests
{
    private const int Patience = 120_000;

    [Fact(Timeout = Patience)]
    public async Task Changes_come_as_objects_with_what_was_before()
    {
        Project.Configure(("web", "polite"), ("api", "polite"));
        await Session.Get("Start-ProxyServer $file", new { file = Project.ConfigFile });
        using var shell = Session.Begin("Watch-ManagedProcess w* -State Stopped, Running | Select-Object -First 2");
        var watch = shell.BeginInvoke();
        using var other = new Session();
        await other.Get("$null = Connect-ProxyServer -Path $file", new { file = Project.ConfigFile });
        while (!watch.IsCompleted)
        {
            // The watch begins at its own time.
            await other.Get("Stop-ManagedProcess web; Start-ManagedProcess web");
        }

        Assert.Equal(
            ["web: Stopped", "web: Running"],
            shell.EndInvoke(watch).Select(change => change.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task Changes_are_events_of_the_session_with_AsEvent()
    {
        Project.Configure(("web", "polite"));
        var seen = await Session.Get(
            """
            Start-ProxyServer $file
            Watch-ManagedProcess -AsEvent -State Stopped
            do {
                Restart-ManagedProcess web
                Stop-ManagedProcess web
                $event = Wait-Event ProcessProxy.ProcessChanged -Timeout 1
            } until ($event)
            $event.SourceArgs[0].GetType().Name
            "$($event.SourceArgs[0])"
            """,
            new { file = Project.ConfigFile });
        Assert.Equal(["ManagedProcessChange", "web: Stopped"], seen.Select(line => line.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task A_server_that_has_gone_before_the_watch_is_an_error()
    {
        Project.Configure(("web", "polite"));
        using (var server = await Project.StartServerAsync())
        {
            await Session.Get("$null = Connect-ProxyServer $uri", new { uri = server.Management });
            await server.KillAsync();
        }

        Assert.Equal(["ServerUnreachable"], (await Session.Run("Watch-ManagedProcess")).ErrorIds);
    }

    [Fact(Timeout = Patience)]
    public async Task A_removed_process_is_a_change()
    {
        var removed = await Session.Get(
            """
            Start-ManagedProcess a -FilePath sleep -ArgumentList 1000
            Watch-ManagedProcess -AsEvent
            do {
                Start-ManagedProcess b -FilePath sleep -ArgumentList 1000
                Remove-ManagedProcess b
                Start-Sleep -Milliseconds 50
            } until ($change = Get-Event | ForEach-Object { $_.SourceArgs[0] } | Where-Object IsRemoved | Select-Object -First 1)
            $change.Name
            """);
        Assert.Equal("b", Assert.Single(removed).ToString());
    }
}
