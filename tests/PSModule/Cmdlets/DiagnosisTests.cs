using System.Management.Automation;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

public sealed class DiagnosisTests : IAsyncLifetime
{
    private const int Patience = 120_000;
    private readonly ShellProject project = new ShellProject().Configure(("web", "polite"), ("worker", "polite"), ("wrong", "no such argument"));
    private readonly Session session = new();

    public async ValueTask InitializeAsync() => await session.Get("Start-ProxyServer $file", new { file = project.ConfigFile });

    public async ValueTask DisposeAsync()
    {
        session.Dispose();
        await project.DisposeAsync();
    }

    [Theory(Timeout = Patience)]
    [InlineData("Get-ManagedProcessDiagnosis", "web,worker,wrong")]
    [InlineData("Get-ManagedProcessDiagnosis web", "web")]
    [InlineData("Get-ManagedProcessDiagnosis wor*, web", "worker,web")]
    [InlineData("'worker' | Get-ManagedProcessDiagnosis", "worker")]
    [InlineData("Get-ManagedProcess web | Get-ManagedProcessDiagnosis", "web")]
    [InlineData("Get-ManagedProcessDiagnosis nothing*", "")]
    public async Task Names_choose_processes(string command, string ids) =>
        Assert.Equal(ids, string.Join(',', (await session.Get(command)).Select(one => one.Properties["ProcessId"].Value)));

    [Fact(Timeout = Patience)]
    public async Task The_sentence_names_the_cause_and_the_lines_come_with_it()
    {
        await Wait.Until(async () => (await session.Get("(Get-ManagedProcess wrong).State.ToString()"))[0].ToString() == "Failed", "the program has been given up");
        var found = Assert.Single(await session.Get("Get-ManagedProcessDiagnosis wrong"));
        Assert.Contains("with code 64", found.Properties["Summary"].Value.ToString(), StringComparison.Ordinal);
        Assert.Contains("given up after 10 restarts", found.Properties["Summary"].Value.ToString(), StringComparison.Ordinal);
        Assert.StartsWith(
            "testprocess burst COUNT MICROSECONDS | ",
            (string)(await session.Get("(Get-ManagedProcessDiagnosis wrong).Exits[0].LastLines"))[0].BaseObject, StringComparison.Ordinal);
        await session.Get("Stop-ManagedProcess web");
        Assert.Equal("web was stopped by an operator.", (await session.Get("(Get-ManagedProcessDiagnosis web).Summary"))[0].BaseObject);
    }

    [Fact(Timeout = Patience)]
    public async Task A_name_that_nobody_has_is_an_error_of_that_name_alone()
    {
        var outcome = await session.Run("Get-ManagedProcessDiagnosis web, nobody");
        Assert.Single(outcome.Output);
        var error = Assert.Single(outcome.Errors);
        Assert.Equal((ErrorCategory.ObjectNotFound, "nobody"), (error.CategoryInfo.Category, error.TargetObject));
    }
}
