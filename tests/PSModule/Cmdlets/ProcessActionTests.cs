using System.Management.Automation;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

public sealed class ProcessActionTests : IAsyncLifetime
{
    private const int Patience = 120_000;
    private readonly ShellProject project = new ShellProject().Configure(("web", "polite"), ("api", "polite"));
    private readonly ScreenHost screen = new();
    private readonly Session session;

    public ProcessActionTests() => session = new Session(screen);

    public async ValueTask InitializeAsync() => await session.Get("Start-ProxyServer $file", new { file = project.ConfigFile });

    public async ValueTask DisposeAsync()
    {
        session.Dispose();
        await project.DisposeAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task A_process_is_stopped_and_started_by_name()
    {
        Assert.Empty(await session.Get("Stop-ManagedProcess web"));
        Assert.Equal(["Stopped", "Running"], await States());
        Assert.Empty(await session.Get("Start-ManagedProcess web"));
        Assert.Equal(["Running", "Running"], await States());
    }

    [Fact(Timeout = Patience)]
    public async Task Processes_are_piped_and_passed_on()
    {
        var stopped = await session.Get("Get-ManagedProcess | Stop-ManagedProcess -PassThru");
        Assert.Equal(["web Stopped", "api Stopped"], stopped.Select(process => $"{process.Properties["Id"].Value} {process.Properties["State"].Value}"));
        Assert.Equal(["Running", "Running"], (await session.Get("Get-ManagedProcess | Start-ManagedProcess -Wait -PassThru | ForEach-Object State")).Select(state => state.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task A_restart_gives_another_pid() => Assert.Equal(
        true, (await session.Get("$before = (Get-ManagedProcess web).Pid; (Restart-ManagedProcess web -PassThru).Pid -ne $before"))[0].BaseObject);

    [Theory(Timeout = Patience)]
    [InlineData("Stop-ManagedProcess * -WhatIf", "Stop-ManagedProcess")]
    [InlineData("Get-ManagedProcess | Restart-ManagedProcess -WhatIf", "Stop and start")]
    public async Task WhatIf_names_each_process_with_its_pid_and_does_nothing(string command, string name)
    {
        var pids = (await session.Get("Get-ManagedProcess | ForEach-Object Pid")).Select(pid => pid.ToString()).ToList();
        await session.Get(command);
        Assert.Equal(
            $"What if: Performing the operation \"{name}\" on target \"web (pid {pids[0]})\".\n"
            + $"What if: Performing the operation \"{name}\" on target \"api (pid {pids[1]})\".\n",
            screen.Take());
        Assert.Equal(pids, (await session.Get("Get-ManagedProcess | ForEach-Object Pid")).Select(pid => pid.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task Confirm_asks_about_each_process()
    {
        await session.Get("Stop-ManagedProcess web -Confirm");
        Assert.Contains("web (pid ", screen.Take(), StringComparison.Ordinal);
        Assert.Equal(["Stopped", "Running"], await States());
    }

    [Fact(Timeout = Patience)]
    public async Task A_launch_that_fails_is_an_error_of_that_process_and_the_others_go_on()
    {
        project.Configure(("web", "polite"), ("api", "polite"));
        File.AppendAllText(project.File("config/processes.yaml"), "  broken:\n    enabled: false\n    command: no-such-program\n    restartOnExit: false\n");
        await session.Get("Update-ProxyConfiguration");
        var outcome = await session.Run("Stop-ManagedProcess api; Start-ManagedProcess broken, api");
        var error = Assert.Single(outcome.AllErrors);
        Assert.Equal("LaunchFailed,ProcessProxy.PowerShell.Commands.StartManagedProcessCommand", error.FullyQualifiedErrorId);
        Assert.Equal((ErrorCategory.OpenError, "broken"), (error.CategoryInfo.Category, error.TargetObject));
        Assert.Contains("no-such-program", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal("Running", (await session.Get("(Get-ManagedProcess api).State"))[0].ToString());
    }

    [Fact(Timeout = Patience)]
    public async Task A_stop_that_takes_long_shows_progress_and_ends_at_once_when_the_pipeline_is_stopped()
    {
        project.Write("config/processes.yaml", $$"""
            processes:
              stubborn:
                command: sh
                args: ["-c", "trap '' TERM; while :; do sleep 1; done"]
                stopTimeout: 600000
                env: { {{ShellProject.MarkVariable}}: '{{project.Mark}}' }
            """);
        await session.Get("Update-ProxyConfiguration");
        using var shell = session.Begin("Stop-ManagedProcess stubborn");
        var pending = shell.BeginInvoke();
        await Wait.Until(() => shell.Streams.Progress.Count > 0, "there is progress");
        Assert.Equal("Stopping stubborn", shell.Streams.Progress[0].StatusDescription);
        await Task.Run(shell.Stop, TestContext.Current.CancellationToken);
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.True(pending.IsCompleted);
        foreach (var pid in project.Processes)
        {
            Machine.Signal(pid, Machine.Kill);
        }
    }

    [Fact(Timeout = Patience)]
    public async Task Native_programs_still_end_in_a_session_that_supervises()
    {
        // The supervisor once took back the handler by which .NET learns that a program ended.
        var output = await session.Get("& /bin/echo before; Restart-ManagedProcess web; & /bin/sh -c 'sleep 0.1; echo after'; $LASTEXITCODE");
        Assert.Equal(["before", "after", "0"], output.Select(line => line.ToString()));
    }

    private async Task<IEnumerable<string>> States() => (await session.Get("Get-ManagedProcess | ForEach-Object State")).Select(state => state.ToString());
}
