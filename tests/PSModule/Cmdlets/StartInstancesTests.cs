using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

/// <summary>Programs with a port, several instances and replacements, supervised in a session without any file.</summary>
public sealed class StartInstancesTests : SessionTests
{
    private const int Patience = 120_000;

    private object Names => new { program = Builds.TestProcess, mark = Project.Marked };

    [Fact(Timeout = Patience)]
    public async Task Each_key_has_its_parameter()
    {
        var output = await Session.Get(
            """
            Start-ManagedProcess web -FilePath $program -ArgumentList serve -Environment $mark -Port auto -Instances 2 -Replace stopfirst -ReadyAfter 2 -StableFor 0.5 -DrainTimeout 3 -ReplaceTimeout 4 -HealthCheckUri /health -Wait
            Start-ManagedProcess one -FilePath $program -ArgumentList polite -Environment $mark -Replace Rolling -Port AUTO -PortVariable MY_PORT
            $c = (Get-ManagedProcess web).Configuration
            "$($c.Port) $($c.PortVariable) $($c.Instances) $($c.Replace) $($c.ReadyAfter) $($c.StableFor) $($c.DrainTimeout) $($c.ReplaceTimeout)"
            $c = (Get-ManagedProcess one).Configuration
            "$($c.Port) $($c.PortVariable) $($c.Instances) $($c.Replace)"
            @((Get-ManagedProcess web).Instances.Port | Sort-Object -Unique).Count
            """,
            Names);
        Assert.Equal(["auto PORT 2 stop-first 00:00:02 00:00:00.5000000 00:00:03 00:00:04", "auto MY_PORT 1 rolling", "2"], output.Select(line => line.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task The_port_arrives_in_the_environment_and_in_the_arguments()
    {
        var port = Ports.Free();
        var lines = await Session.Get(
            """
            Start-ManagedProcess show -FilePath sh -ArgumentList '-c', 'echo "$MINE $1 $PROCESSPROXY_INSTANCE"', sh, '${PORT}' -Port $port -PortVariable MINE -Instances 1 -NoRestart
            Wait-ManagedProcess show -Exited
            Get-ManagedProcessLog show -Raw
            """,
            new { port });
        Assert.Equal($"{port} {port} 1", Assert.Single(lines).ToString());
    }

    [Fact(Timeout = Patience)]
    public async Task A_change_replaces_the_program_once_and_a_bad_one_is_an_error_and_leaves_the_old_one()
    {
        const string start = "Start-ManagedProcess web -FilePath $program -Environment $mark -Port auto -PassThru";
        var first = (await Session.Get($"({start} -ArgumentList serve -Wait).Pid", Names))[0].ToString();
        var second = (await Session.Get($"({start} -ArgumentList serve -Wait -StopTimeout 5 -Description new).Pid"))[0].ToString();
        Assert.NotEqual(first, second);

        var outcome = await Session.Run($"{start} -ArgumentList nonsense");
        Assert.Equal(["ReplacementFailed"], outcome.ErrorIds);
        Assert.StartsWith("web was not replaced: the new program exited with code 64. Its last lines: testprocess burst ", outcome.AllErrors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Empty(outcome.Warnings);
        outcome = await Session.Run("$p = Get-ManagedProcess web; \"$($p.Pid) $($p.Outdated)\"");
        Assert.Equal($"{second} True", outcome.Output[0].ToString());

        // A good definition ends the matter.
        outcome = await Session.Run($"$p = {start} -ArgumentList serve -Wait; \"$($p.State) $($p.Outdated) $($p.Instance)\"");
        Assert.Equal("Running False 1", outcome.Output[0].ToString());
        Assert.Empty(outcome.AllErrors);
        Assert.Single(Project.Processes);
    }

    [Fact(Timeout = Patience)]
    public async Task What_is_exported_starts_the_same_way()
    {
        var file = Project.File("exported.yaml");
        await Session.Get("Start-ManagedProcess web -FilePath $program -ArgumentList serve -Environment $mark -Port auto -Instances 2 -Replace StopFirst; $null = Export-ManagedProcess $file", new { program = Builds.TestProcess, mark = Project.Marked, file });
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.All((string[])["    port: \"auto\"", "    instances: 2", "    replace: \"stop-first\""], line => Assert.Contains(line, lines));
        Assert.Equal("2 of 2 running", (await Session.Get("Remove-ManagedProcess web; (Start-ManagedProcess -Path $file -PassThru -Wait).Reason"))[0].ToString());
    }
}
