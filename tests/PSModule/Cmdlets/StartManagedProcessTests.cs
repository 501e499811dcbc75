using System.Management.Automation;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

/// <summary>What is supervised in a session without any server.</summary>
public sealed class StartManagedProcessTests : IAsyncLifetime
{
    private const int Patience = 120_000;
    private readonly Project project = new();
    private readonly Session session = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        session.Dispose();
        await project.DisposeAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task A_program_of_your_own_needs_no_file()
    {
        var output = await session.Get(
            """
            $p = Start-ManagedProcess -Name web -FilePath $program -ArgumentList polite -WorkingDirectory $root -Environment $mark -RestartDelay 0.5 -StopTimeout 5 -MaxRestarts 3 -PassThru -Wait
            "$($p.Id) $($p.State) $($p.Cwd)"
            $c = (Get-ManagedProcess web).Configuration
            "$($c.RestartDelay) $($c.StopTimeout) $($c.MaxRestarts) $($c.RestartOnExit)"
            do { Get-ManagedProcessLog web -Wait -Raw | ForEach-Object { $_; break } } while ($false)
            (Stop-ManagedProcess web -PassThru).State
            """,
            new { program = Builds.TestProcess, root = project.Root, mark = project.Mark });
        Assert.Equal([$"web Running {project.Root}", "00:00:00.5000000 00:00:05 3 True", "ready", "Stopped"], output.Select(line => line.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task Arguments_and_variables_arrive_as_they_are_meant()
    {
        var lines = await session.Get(
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
    public async Task A_path_starts_from_the_current_location()
    {
        project.Write("tool.sh", "#!/bin/sh\npwd\n");
        File.SetUnixFileMode(project.File("tool.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        var lines = await session.Get(
            """
            $null = $ExecutionContext.SessionState.Path.SetLocation($root)
            Start-ManagedProcess tool -FilePath ./tool.sh -NoRestart
            Wait-ManagedProcess tool -State Stopped
            Get-ManagedProcessLog tool -Raw
            """,
            new { root = project.Root });
        Assert.Equal([project.Root], lines.Select(line => line.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task A_program_that_does_not_exist_is_an_error_and_a_good_definition_mends_it()
    {
        var error = Assert.Single((await session.Run("Start-ManagedProcess web -FilePath no-such-program")).AllErrors);
        Assert.Equal(("LaunchFailed", "web"), (error.FullyQualifiedErrorId.Split(',')[0], error.TargetObject));
        Assert.Equal("Running", (await session.Get("(Start-ManagedProcess web -FilePath $program -ArgumentList polite -Environment $mark -PassThru).State", new { program = Builds.TestProcess, mark = project.Mark }))[0].ToString());
    }

    [Theory(Timeout = Patience)]
    [InlineData("Start-ManagedProcess 'a b' -FilePath sleep")]
    [InlineData("Start-ManagedProcess web -FilePath sleep -Environment @{ 'A=B' = 1 }")]
    [InlineData("Start-ManagedProcess web -FilePath sleep -HealthCheckUri /relative")]
    public async Task A_definition_without_sense_is_refused_and_forgotten(string command)
    {
        Assert.Equal("ConfigurationInvalid", (await session.Run(command)).ErrorIds.Single());
        Assert.Empty(await session.Get("Get-ManagedProcess"));
    }

    [Fact(Timeout = Patience)]
    public async Task A_whole_process_file_is_supervised_here()
    {
        project.Write("processes.yaml", "processes:\n" + project.Entry("a", "polite") + project.Entry("b", "polite"));
        var output = await session.Get(
            "Start-ManagedProcess -Path $file -PassThru -Wait | ForEach-Object { \"$($_.Id) $($_.State)\" }; (Get-ProxyServer).ProjectDirectory",
            new { file = project.File("processes.yaml") });
        Assert.Equal(["a Running", "b Running", project.Root], output.Select(line => line.ToString()));
        Assert.Equal(2, project.Processes.Count);
    }

    [Fact(Timeout = Patience)]
    public async Task WhatIf_starts_nothing()
    {
        Assert.Empty(await session.Get("Start-ManagedProcess web -FilePath sleep -ArgumentList 1000 -WhatIf; Start-ManagedProcess -Path nothing.yaml -WhatIf"));
        Assert.Equal("NoConnection", (await session.Run("Get-ManagedProcess")).ErrorIds.Single());
    }
}
