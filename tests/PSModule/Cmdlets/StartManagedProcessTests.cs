using System.Management.Automation;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

/// <summary>What is supervised in a session without any server.</summary>
public sealed class StartManagedProcessTests : SessionTests
{
    private const int Patience = 120_000;

    [Fact(Timeout = Patience)]
    public async Task A_program_of_your_own_needs_no_file()
    {
        var output = await Session.Get(
            """
            $p = Start-ManagedProcess -Name web -FilePath $program -ArgumentList polite -WorkingDirectory $root -Environment $mark -RestartDelay 0.5 -StopTimeout 5 -MaxRestarts 3 -PassThru -Wait
            "$($p.Id) $($p.State) $($p.Cwd)"
            $c = (Get-ManagedProcess web).Configuration
            "$($c.RestartDelay) $($c.StopTimeout) $($c.MaxRestarts) $($c.RestartOnExit)"
            do { Get-ManagedProcessLog web -Wait -Raw | ForEach-Object { $_; break } } while ($false)
            (Stop-ManagedProcess web -PassThru).State
            """,
            new { program = Builds.TestProcess, root = Project.Root, mark = Project.Marked });
        Assert.Equal([$"web Running {Project.Root}", "00:00:00.5000000 00:00:05 3 True", "ready", "Stopped"], output.Select(line => line.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task Arguments_and_variables_arrive_as_they_are_meant()
    {
        var lines = await Session.Get(
            """
            $text = 'a ${HOME} "b" \c' + "`n" + 'd: {e}'
            Start-ManagedProcess show -FilePath printf -ArgumentList '%s|', $text, '', '# no comment' -NoRestart -Environment @{ X = '${Y}' }
            Start-ManagedProcess env -FilePath sh -ArgumentList '-c', 'echo "$X"' -NoRestart -Environment @{ X = '${Y}' }
            Wait-ManagedProcess show, env -State Stopped
            Get-ManagedProcessLog show -Raw
            Get-ManagedProcessLog env -Raw
            """);
        Assert.Equal(["a ${HOME} \"b\" \\c", "d: {e}||# no comment|", "${Y}"], lines.Select(line => line.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task An_argument_list_that_is_null_is_none()
    {
        var output = await Session.Get("Start-ManagedProcess show -FilePath true -ArgumentList $null -NoRestart; (Wait-ManagedProcess show -Exited -PassThru).LastExit.Code");
        Assert.Equal("0", Assert.Single(output).ToString());
    }

    [Fact(Timeout = Patience)]
    public async Task A_path_starts_from_the_current_location()
    {
        Project.Write("tool.sh", "#!/bin/sh\npwd\n");
        File.SetUnixFileMode(Project.File("tool.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var lines = await Session.Get(
            """
            $null = $ExecutionContext.SessionState.Path.SetLocation($root)
            Start-ManagedProcess tool -FilePath ./tool.sh -NoRestart
            Wait-ManagedProcess tool -State Stopped
            Get-ManagedProcessLog tool -Raw
            """,
            new { root = Project.Root });
        Assert.Equal([Project.Root], lines.Select(line => line.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task A_program_that_does_not_exist_is_an_error_and_a_good_definition_mends_it()
    {
        var error = Assert.Single((await Session.Run("Start-ManagedProcess web -FilePath no-such-program")).AllErrors);
        Assert.Equal(("LaunchFailed", "web"), (error.FullyQualifiedErrorId.Split(',')[0], error.TargetObject));
        Assert.Equal("Running", (await Session.Get("(Start-ManagedProcess web -FilePath $program -ArgumentList polite -Environment $mark -PassThru).State", new { program = Builds.TestProcess, mark = Project.Marked }))[0].ToString());
    }

    [Theory(Timeout = Patience)]
    [InlineData("'a b' -FilePath sleep", "-Name: 'a b' *")]
    [InlineData("web -FilePath sleep -Environment @{ 'A=B' = 1 }", "-Environment: 'A=B' *")]
    [InlineData("web -FilePath sleep -HealthCheckUri /relative", "-HealthCheckUri must be a full URL *not '/relative'.")]
    [InlineData("web -FilePath sleep -HealthCheckUri ftp://x", "-HealthCheckUri must be *full URL *, not 'ftp://x'.")]
    [InlineData("web -FilePath sleep -RestartDelay 99999999", "-RestartDelay must be at most 24 days; it is 99999999 s.")]
    [InlineData("web -FilePath sleep -ArgumentList \"a`0b\"", "-ArgumentList*NUL*")]
    [InlineData("web -FilePath sleep -Port 0", "-Port must be auto or a port from 1 to 65535.")]
    [InlineData("web -FilePath sleep -Port none", "-Port must be auto or a port from 1 to 65535*")]
    [InlineData("web -FilePath sleep -Port 80 -Instances 2", "-*Instances*'port: auto'*")]
    [InlineData("web -FilePath sleep -Port 80 -Replace Rolling", "-Replace*")]
    [InlineData("web -FilePath sleep -Instances 101", "-Instances must be *100*")]
    [InlineData("web -FilePath sleep -ReplaceTimeout 0", "-ReplaceTimeout must be *")]
    [InlineData("web -FilePath sleep -Port auto -Environment @{ PORT = 1 }", "-*PORT*")]
    [InlineData("web -FilePath sleep -DependsOn nobody", "-DependsOn*'nobody'*")]
    [InlineData("web -FilePath sleep -Schedule nonsense", "-Schedule*'nonsense'*")]
    public async Task A_definition_without_sense_is_refused_by_parameter_and_forgotten(string definition, string message)
    {
        var outcome = await Session.Run($"Start-ManagedProcess {definition}");
        Assert.Equal("ConfigurationInvalid", outcome.ErrorIds.Single());
        Assert.True(WildcardPattern.Get(message, WildcardOptions.None).IsMatch(outcome.AllErrors[0].Exception.Message), outcome.AllErrors[0].Exception.Message);
        outcome = await Session.Run("Get-ManagedProcess");
        Assert.Empty(outcome.Output);
        Assert.Empty(outcome.Warnings);
    }

    [Fact(Timeout = Patience)]
    public async Task A_program_that_cannot_be_started_the_first_time_is_not_listed_and_not_tried_again()
    {
        Assert.Equal(["LaunchFailed"], (await Session.Run("Start-ManagedProcess web -FilePath no-such-program")).ErrorIds);
        Assert.Empty(await Session.Get("Get-ManagedProcess"));
    }

    [Fact(Timeout = Patience)]
    public async Task Each_key_has_its_parameter()
    {
        var output = await Session.Get(
            """
            Start-ManagedProcess db -FilePath $program -ArgumentList polite -Environment $mark
            Start-ManagedProcess web -FilePath $program -ArgumentList polite -Environment $mark -Description 'the site' -DependsOn db -MaxMemory 512MB -StopSignal sigint -StopSignalTo Main -Output Separate -RestartBackoff Exponential -MaxRestartDelay 20 -ResetAfter 30 -HealthCheckUri http://localhost:1/ -HealthCheckTimeout 0.5 -HealthCheckRetries 7 -HealthCheckStartPeriod 8 -OnUnhealthy Report
            Start-ManagedProcess job -FilePath true -Schedule '0 3 * * *' -TimeZone UTC -Overlap Queue -MaxDuration 9
            $p = Get-ManagedProcess web; $c = $p.Configuration; $h = $c.HealthCheck; $s = (Get-ManagedProcess job).Configuration.Schedule
            "$($p.Description) $($c.DependsOn) $($c.MaxMemory) $($c.StopSignal) $($c.StopSignalTo) $($c.Output) $($c.RestartBackoff) $($c.MaxRestartDelay) $($c.ResetAfter)"
            "$($h.Timeout) $($h.Retries) $($h.StartPeriod) $($h.OnUnhealthy)"
            "$($s.Cron) $($s.TimeZone) $($s.Overlap) $($s.MaxDuration)"
            """,
            new { program = Builds.TestProcess, mark = Project.Marked });
        Assert.Equal(
            ["the site db 536870912 SIGINT main separate exponential 00:00:20 00:00:30", "00:00:00.5000000 7 00:00:08 report", "0 3 * * * UTC queue 00:00:09"],
            output.Select(line => line.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task A_whole_process_file_is_supervised_here()
    {
        Project.Write("processes.yaml", "processes:\n" + Project.Entry("a", "polite") + Project.Entry("b", "polite"));
        var output = await Session.Get(
            "Start-ManagedProcess -Path $file -PassThru -Wait | ForEach-Object { \"$($_.Id) $($_.State)\" }; (Get-ProxyServer).ProjectDirectory",
            new { file = Project.File("processes.yaml") });
        Assert.Equal(["a Running", "b Running", Project.Root], output.Select(line => line.ToString()));
        Assert.Equal(2, Project.Processes.Count);
    }

    [Fact(Timeout = Patience)]
    public async Task WhatIf_starts_nothing()
    {
        Assert.Empty(await Session.Get("Start-ManagedProcess web -FilePath sleep -ArgumentList 1000 -WhatIf; Start-ManagedProcess -Path nothing.yaml -WhatIf"));
        Assert.Equal("NoConnection", (await Session.Run("Get-ManagedProcess")).ErrorIds.Single());
    }
}
