using System.Management.Automation;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

/// <summary>Waiting for a program to become healthy.</summary>
public sealed class HealthTests : SessionTests
{
    private const int Patience = 120_000;

    [Fact(Timeout = Patience)]
    public async Task A_program_with_a_health_check_is_waited_for_until_it_is_healthy()
    {
        var environment = Project.Marked;
        var port = Ports.Free();
        environment["PORT"] = port;
        var output = await Session.Get(
            """
            $p = Start-ManagedProcess web -FilePath $program -ArgumentList serve -Environment $environment -HealthCheckUri http://127.0.0.1:$port/health -Wait -PassThru
            "$($p.State) $($p.Health) $($p.LastHealthCheck.Status)"
            """,
            new { program = Builds.TestProcess, environment, port });
        Assert.Equal(["Running Healthy 200"], output.Select(one => one.ToString()));
    }

    [Theory(Timeout = Patience)]
    [InlineData("Wait-ManagedProcess web -Healthy -Timeout 100 -PassThru")]
    [InlineData("Wait-ManagedProcess web -PassThru")]
    [InlineData("Start-ManagedProcess web -Wait -PassThru")]
    public async Task What_is_not_healthy_yet_is_waited_for(string command)
    {
        await using var endpoint = new HealthEndpoint(503);
        await Session.Get(
            "Start-ManagedProcess web -FilePath $program -ArgumentList polite -Environment $mark -HealthCheckUri $url -HealthCheckInterval 0.2",
            new { program = Builds.TestProcess, mark = Project.Marked, url = endpoint.Url });
        using var shell = Session.Begin(command);
        var output = new PSDataCollection<PSObject>();
        var pending = shell.BeginInvoke<PSObject, PSObject>(null, output);
        var asked = endpoint.Asked;
        await Wait.Until(() => endpoint.Asked > asked + 1, "it was found unwell while it is waited for");
        Assert.False(pending.IsCompleted);
        endpoint.Answer(200);
        await Wait.Until(() => pending.IsCompleted, "the wait is over");
        Assert.Empty(shell.Streams.Error);
        Assert.Equal("Healthy", Assert.Single(output).Properties["Health"].Value.ToString());
    }
}
