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
        var error = Assert.Single((await Session.Run("Wait-ManagedProcess web -Healthy -Timeout 0.1")).Errors);
        Assert.Equal("WaitTimeout,ProcessProxy.PowerShell.Commands.WaitManagedProcessCommand", error.FullyQualifiedErrorId);
        Assert.Equal((ErrorCategory.OperationTimeout, "web"), (error.CategoryInfo.Category, error.TargetObject));
        Assert.Equal("web was not healthy within 0.1 seconds.", error.Exception.Message);
    }

    [Fact(Timeout = Patience)]
    public async Task Waiting_for_a_process_that_was_given_up_fails_at_once_with_the_reason()
    {
        var error = Assert.Single((await Session.Run("Wait-ManagedProcess bad -State Failed; Wait-ManagedProcess bad -State Running")).Errors);
        Assert.Equal("Conflict", error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains("failed", error.Exception.Message, StringComparison.Ordinal);
    }
}
