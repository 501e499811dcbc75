using System.Diagnostics;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Lifetime;

/// <summary>What a session supervises ends with it, however it ends.</summary>
public sealed class LifetimeTests
{
    private const int Patience = 120_000;

    [Fact(Timeout = Patience)]
    public async Task Closing_the_runspace_stops_its_processes()
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        using (var session = new Session())
        {
            await session.Get("Start-ProxyServer $file", new { file = project.ConfigFile });
            Assert.Single(project.Processes);
        }

        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = Patience)]
    public async Task Removing_the_module_stops_them_and_importing_it_again_starts_afresh()
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        using var session = new Session();
        await session.Get("Start-ProxyServer $file; Start-ManagedProcess x -FilePath $program -ArgumentList polite -Environment $mark", new { file = project.ConfigFile, program = Builds.TestProcess, mark = project.Marked });
        Assert.Equal(2, project.Processes.Count);
        await session.Get("Remove-Module ProcessProxy");
        Assert.Empty(project.Processes);
        Assert.Equal("NoConnection", (await session.Run("Import-Module $module; Get-ManagedProcess", new { module = Builds.Module })).ErrorIds.Single());
    }

    [Theory(Timeout = Patience)]
    [InlineData("exit")]
    [InlineData("[Environment]::Exit(0)")]
    public async Task Leaving_the_shell_stops_them(string exit)
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        var lines = await project.RunScriptAsync($"Import-Module '{Builds.Module}'; Start-ProxyServer '{project.ConfigFile}'; (Get-ManagedProcess).State; {exit}");
        Assert.Equal(["Running"], lines);
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = Patience)]
    public async Task Leaving_the_shell_keeps_them_where_the_configuration_says_detach()
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        File.AppendAllText(project.File("config/processes.yaml"), "settings:\n  onExit: detach\n");
        await project.RunScriptAsync($"Import-Module '{Builds.Module}'; Start-ProxyServer '{project.ConfigFile}'; exit");
        Assert.Single(project.Processes);
    }

    [Theory(Timeout = Patience)]
    [InlineData(Machine.Term)]
    [InlineData(Machine.HangUp)]
    public async Task Signals_that_end_the_shell_stop_them(int signal)
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        using var shell = await StartAsync(project);
        Machine.Signal(shell.Id, signal);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(project.Processes);
        Assert.Contains("asked to end by SIGTERM", File.ReadAllText(project.File("logs/web.log")), StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task Ctrl_C_ends_the_pipeline_and_never_reaches_the_programs()
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        using var shell = await StartAsync(project);
        var pid = Assert.Single(project.Processes, pid => pid != shell.Id);

        // A terminal sends it to the whole foreground group, in which the programs would be had they no session of their own.
        Machine.Signal(shell.Id, Machine.Interrupt);
        Assert.Equal("interrupted", await shell.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.True(Machine.IsAlive(pid));
        Assert.Equal(pid, Machine.Session(pid));
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = Patience)]
    public async Task The_folder_of_programs_without_a_file_goes_with_the_session()
    {
        await using var project = new ShellProject();
        var lines = await project.RunScriptAsync(
            $"Import-Module '{Builds.Module}'; (Start-ManagedProcess x -FilePath sleep -ArgumentList 1000 -PassThru).LogFile; exit");
        Assert.False(Directory.Exists(Path.GetDirectoryName(Path.GetDirectoryName(Assert.Single(lines)))));
    }

    private static async Task<Process> StartAsync(ShellProject project)
    {
        var shell = project.LaunchScript(
            $"Import-Module '{Builds.Module}'; Start-ProxyServer '{project.ConfigFile}'; 'up'; try {{ Get-ManagedProcessLog web -Wait | Out-Null }} finally {{ [Console]::WriteLine('interrupted') }}");
        Assert.Equal("up", await shell.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await Wait.Until(() => File.ReadAllText(project.File("logs/web.log")).Contains("ready", StringComparison.Ordinal), "the program waits for a signal");
        return shell;
    }
}
