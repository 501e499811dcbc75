using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Lifetime;

/// <summary>Several runspaces of one PowerShell.</summary>
public sealed class RunspaceTests
{
    private const int Patience = 120_000;

    [Fact(Timeout = Patience)]
    public async Task A_parallel_loop_uses_the_connection_of_the_script_around_it()
    {
        await using var project = new ShellProject().Configure(("a", "polite"), ("b", "polite"), ("c", "polite"));

        // In a process of its own: what a parallel runspace uses depends on what the whole process has open.
        var lines = await project.RunScriptAsync($$"""
            Import-Module '{{Builds.Module}}'
            Start-ProxyServer '{{project.ConfigFile}}'
            'a', 'b', 'c' | ForEach-Object -Parallel { Import-Module '{{Builds.Module}}'; (Restart-ManagedProcess $_ -PassThru).State }
            @(Get-ManagedProcess -State Running).Count
            Stop-ProxyServer
            """);
        Assert.Equal(["Running", "Running", "Running", "3"], lines);
    }

    [Fact(Timeout = Patience)]
    public async Task Another_runspace_has_no_connection_of_its_own_and_can_be_given_one()
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        using var one = new Session();
        using var other = new Session();
        var connection = (await one.Get("Start-ProxyServer $file -PassThru", new { file = project.ConfigFile }))[0].BaseObject;
        Assert.Equal("NoConnection", (await other.Run("Get-ManagedProcess")).ErrorIds.Single());
        Assert.Equal("web", (await other.Get("(Get-ManagedProcess -Connection $c).Id", new { c = connection }))[0].BaseObject);
        other.Dispose();
        Assert.Single(await one.Get("Get-ManagedProcess -State Running"));
    }

    [Fact(Timeout = Patience)]
    public async Task Many_runspaces_may_use_one_connection_at_once()
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        using var owner = new Session();
        var connection = (await owner.Get("Start-ProxyServer $file -PassThru", new { file = project.ConfigFile }))[0].BaseObject;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            using var session = new Session();
            await session.Get("foreach ($n in 1..5) { Restart-ManagedProcess web -Connection $c; $null = Get-ManagedProcessLog web -Connection $c }", new { c = connection });
        }));
        Assert.Single(project.Processes);
    }
}
