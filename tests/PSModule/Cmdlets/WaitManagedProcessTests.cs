using System.Management.Automation;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

public sealed class WaitManagedProcessTests : SessionTests
{
    private const int Patience = 120_000;

    public override async ValueTask InitializeAsync()
    {
        Project.Configure(("web", "polite"));
        File.AppendAllText(Project.File("config/processes.yaml"), "  bad:\n    command: 'false'\n    maxRestarts: 1\n    restartDelay: 1\n");
        await Session.Get("Start-ProxyServer $file", new { file = Project.ConfigFile });
    }

    [Theory(Timeout = Patience)]
    [InlineData("Wait-ManagedProcess web")]
    [InlineData("Wait-ManagedProcess web -State Running -Timeout 30")]
    [InlineData("Wait-ManagedProcess bad -State Failed -Timeout ([timespan]::FromMinutes(1))")]
    [InlineData("Get-ManagedProcess web | Wait-ManagedProcess -Timeout '00:00:30'")]
    public async Task What_comes_is_waited_for(string command) => Assert.Empty(await Session.Get(command));

    [Fact(Timeout = Patience)]
    public async Task PassThru_gives_the_process_as_it_is_then() =>
        Assert.Equal("Running", (await Session.Get("(Wait-ManagedProcess web -PassThru).State"))[0].ToString());

    [Fact(Timeout = Patience)]
    public async Task A_wait_that_takes_too_long_is_an_error()
    {
        var error = Assert.Single((await Session.Run("Wait-ManagedProcess web -State Failed, Stopped -Timeout 0.1")).Errors);
        Assert.Equal("WaitTimeout,ProcessProxy.PowerShell.Commands.WaitManagedProcessCommand", error.FullyQualifiedErrorId);
        Assert.Equal((ErrorCategory.OperationTimeout, "web"), (error.CategoryInfo.Category, error.TargetObject));
        Assert.Equal("web was not failed or stopped within 0.1 seconds.", error.Exception.Message);
    }

    [Theory(Timeout = Patience)]
    [InlineData("-1")]
    [InlineData("1e9")]
    public async Task A_timeout_that_no_timer_has_is_an_error_of_the_parameter(string timeout)
    {
        var error = Assert.Single((await Session.Run($"Wait-ManagedProcess web -Timeout {timeout}")).AllErrors);
        Assert.Equal(("BadArgument", "-Timeout must be from 0 to 2073600 seconds."), (error.FullyQualifiedErrorId.Split(',')[0], error.Exception.Message));
    }

    [Theory(Timeout = Patience)]
    [InlineData("bad -State Running", "Cannot wait for bad: it has failed: *")]
    [InlineData("bad -State Stopped", "Cannot wait for bad: it has failed: *")]
    [InlineData("bad -State Running, Stopped", "Cannot wait for bad: it has failed: *")]
    [InlineData("bad", "Cannot wait for bad: it has failed: *")]
    [InlineData("web -Healthy", "Cannot wait for web: it has no health check.")]
    public async Task Waiting_for_what_cannot_come_fails_at_once_with_the_reason(string wait, string message)
    {
        await Session.Get("Wait-ManagedProcess bad -State Failed");
        var error = Assert.Single((await Session.Run($"Wait-ManagedProcess {wait}")).AllErrors);
        Assert.Equal("WaitInVain,ProcessProxy.PowerShell.Commands.WaitManagedProcessCommand", error.FullyQualifiedErrorId);
        Assert.True(WildcardPattern.Get(message, WildcardOptions.None).IsMatch(error.Exception.Message), error.Exception.Message);
    }

    [Fact(Timeout = Patience)]
    public async Task A_job_is_waited_for_whichever_way_it_ends()
    {
        var states = await Session.Get("""
            Start-ManagedProcess good -FilePath true -NoRestart
            Start-ManagedProcess poor -FilePath false -NoRestart
            Wait-ManagedProcess good, poor -Exited -PassThru | ForEach-Object { "$($_.Id) $($_.State)" }
            Wait-ManagedProcess good, poor -State Stopped, Failed
            """);
        Assert.Equal(["good Stopped", "poor Failed"], states.Select(state => state.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task What_is_started_again_has_not_exited()
    {
        var outcome = await Session.Run("Wait-ManagedProcess web -Exited -Timeout 0.1");
        Assert.Equal("web had not exited within 0.1 seconds.", Assert.Single(outcome.Errors).Exception.Message);
    }
}
