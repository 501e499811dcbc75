using System.Management.Automation;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Manners;

public sealed class CompletionTests : IAsyncLifetime
{
    private const int Patience = 120_000;
    private readonly ShellProject project = new ShellProject().Configure(("web", "polite"), ("worker", "polite"), ("api", "polite"));
    private readonly Session session = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        session.Dispose();
        await project.DisposeAsync();
    }

    [Theory(Timeout = Patience)]
    [InlineData("Get-ManagedProcess ", "api,web,worker")]
    [InlineData("Stop-ManagedProcess -Name w", "web,worker")]
    [InlineData("Start-ManagedProcess W", "web,worker")]
    [InlineData("Restart-ManagedProcess api, w", "web,worker")]
    [InlineData("Set-ManagedProcess -Instances 2 -Name w", "web,worker")]
    [InlineData("Restart-ManagedProcess web:", "web:1,web:2")]
    [InlineData("Get-ManagedProcess api:", "")]
    [InlineData("Wait-ManagedProcess 'wo", "worker")]
    [InlineData("Get-ManagedProcessLog api", "api")]
    [InlineData("Get-ManagedProcessDiagnosis w", "web,worker")]
    [InlineData("Wait-ManagedProcess web -State Ru", "Running")]
    [InlineData("Remove-ManagedProcess w", "web,worker")]
    [InlineData("Watch-ManagedProcess a", "api")]
    [InlineData("Export-ManagedProcess file.yaml a", "api")]
    [InlineData("Start-ManagedProcess x -FilePath y -DependsOn w", "web,worker")]
    [InlineData("Start-ManagedProcess x -FilePath y -Overlap ", "Kill,Queue,Skip")]
    [InlineData("Start-ManagedProcess x -FilePath y -Replace ", "Rolling,StopFirst")]
    [InlineData("Get-ProxyRoute -Process wo", "worker")]
    [InlineData("Get-ManagedProcessLog web -Stream Std", "Stderr,Stdout")]
    public async Task Names_and_words_are_completed(string line, string expected)
    {
        await session.Get("Start-ProxyServer $file; Set-ManagedProcess web -Instances 2", new { file = project.ConfigFile });
        Assert.Equal(expected, string.Join(',', (await CompleteAsync(line)).Order(StringComparer.Ordinal)));
    }

    [Fact(Timeout = Patience)]
    public async Task Without_a_server_there_is_nothing_to_complete_and_no_error()
    {
        Assert.Empty(await CompleteAsync("Stop-ManagedProcess -Name w"));
        Assert.Empty((await session.Get("$Error"))!);
    }

    [Fact(Timeout = Patience)]
    public async Task A_server_that_does_not_answer_is_completed_from_memory()
    {
        using (var server = await project.StartServerAsync())
        {
            await session.Get("$null = Connect-ProxyServer $uri; $null = Get-ManagedProcess", new { uri = server.Management });
            await server.KillAsync();
        }

        Assert.Equal(["web", "worker"], await CompleteAsync("Stop-ManagedProcess -Name w"));
    }

    private async Task<IReadOnlyList<string>> CompleteAsync(string line) => [.. (await session.Get(
        "[Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches",
        new { line })).Select(match => ((CompletionResult)match.BaseObject).CompletionText.Trim('\''))];
}
