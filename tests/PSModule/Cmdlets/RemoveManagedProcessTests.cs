using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

public sealed class RemoveManagedProcessTests : SessionTests
{
    private const int Patience = 120_000;

    [Fact(Timeout = Patience)]
    public async Task A_process_without_a_file_is_stopped_and_forgotten()
    {
        var ids = await Session.Get(
            """
            'a', 'b', 'c' | ForEach-Object { Start-ManagedProcess $_ -FilePath $program -ArgumentList polite -Environment $mark }
            Remove-ManagedProcess a
            Get-ManagedProcess c | Remove-ManagedProcess
            (Get-ManagedProcess).Id
            """,
            new { program = Builds.TestProcess, mark = Project.Marked });
        Assert.Equal(["b"], ids.Select(id => id.ToString()));
        Assert.Single(Project.Processes);
    }

    [Fact(Timeout = Patience)]
    public async Task What_is_removed_can_be_defined_again()
    {
        var states = await Session.Get(
            """
            1..2 | ForEach-Object {
                (Start-ManagedProcess a -FilePath $program -ArgumentList polite -Environment $mark -PassThru).State
                Remove-ManagedProcess a
            }
            """,
            new { program = Builds.TestProcess, mark = Project.Marked });
        Assert.Equal(["Running", "Running"], states.Select(state => state.ToString()));
        Assert.Empty(Project.Processes);
    }

    [Fact(Timeout = Patience)]
    public async Task A_process_of_a_file_stays_and_the_error_says_where_to_remove_it()
    {
        Project.Configure(("web", "polite"));
        var outcome = await Session.Run("Start-ProxyServer $file; Remove-ManagedProcess web; (Get-ManagedProcess).State", new { file = Project.ConfigFile });
        Assert.Equal("Running", Assert.Single(outcome.Output).ToString());
        var error = Assert.Single(outcome.Errors);
        Assert.Equal("DefinedInFile,ProcessProxy.PowerShell.Commands.RemoveManagedProcessCommand", error.FullyQualifiedErrorId);
        Assert.Contains("Update-ProxyConfiguration", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = Patience)]
    public async Task What_another_process_depends_on_stays()
    {
        var outcome = await Session.Run(
            """
            Start-ManagedProcess db -FilePath $program -ArgumentList polite -Environment $mark
            Start-ManagedProcess web -FilePath $program -ArgumentList polite -Environment $mark -DependsOn db
            Remove-ManagedProcess db
            """,
            new { program = Builds.TestProcess, mark = Project.Marked });
        Assert.Contains("'web'", Assert.Single(outcome.AllErrors).Exception.Message, StringComparison.Ordinal);
        Assert.Equal(2, Project.Processes.Count);
    }

    [Fact(Timeout = Patience)]
    public async Task WhatIf_removes_nothing() => Assert.Equal("a", (await Session.Get(
        "Start-ManagedProcess a -FilePath sleep -ArgumentList 1000; Remove-ManagedProcess * -WhatIf; (Get-ManagedProcess).Id"))[0].ToString());
}
