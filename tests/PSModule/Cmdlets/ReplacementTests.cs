using System.Management.Automation;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

/// <summary>A restart that replaces programs one by one: what it says before, meanwhile, and when it fails.</summary>
public sealed class ReplacementTests : IAsyncLifetime
{
    private const int Patience = 120_000;
    private const string Failed = "web was not replaced: the new program exited with code 1. Its last lines: Error: no such module | giving up";
    private const string Outdated = "web is outdated: its old program continues, because the new program exited with code 1. To try again: Restart-ManagedProcess web";
    private readonly ShellProject project = new();
    private readonly ScreenHost screen = new();
    private readonly Session session;

    public ReplacementTests()
    {
        session = new Session(screen);
        project.Configure();
        project.Write("health", "200").Write("config/processes.yaml", $$"""
            processes:
              web:
                command: sh
                args: ["-c", "if [ -e bad ]; then echo 'Error: no such module'; echo giving up; exit 1; fi; exec '{{Builds.TestProcess}}' serve"]
                port: auto
                healthCheck: { enabled: true, path: /health, interval: 1h }
                env: { HEALTH_FILE: '{{project.File("health")}}', {{ShellProject.MarkVariable}}: '{{project.Mark}}' }
              api:
                command: {{Builds.TestProcess}}
                args: [polite]
                env: { {{ShellProject.MarkVariable}}: '{{project.Mark}}' }

            """);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        session.Dispose();
        await project.DisposeAsync();
    }

    [Fact(Timeout = Patience)]
    public async Task WhatIf_says_how_each_process_is_restarted()
    {
        await StartAsync();
        await session.Get("Restart-ManagedProcess web, api -WhatIf; Stop-ManagedProcess api; Restart-ManagedProcess api -WhatIf");
        Assert.Equal(["Replace", "Stop and start", "Start"], screen.Take().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('"')[1]));
    }

    [Theory(Timeout = Patience)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_replacement_that_fails_is_an_error_with_the_last_lines_and_the_process_is_outdated(bool isElsewhere)
    {
        using var server = isElsewhere ? await project.StartServerAsync() : null;
        await StartAsync(server?.Management);
        var pid = (await session.Get("(Get-ManagedProcess web).Pid"))[0].ToString();
        project.Write("bad", "");
        var outcome = await session.Run("Restart-ManagedProcess web, api -PassThru");
        Assert.Equal("api", Assert.Single(outcome.Output).ToString());
        var error = Assert.Single(outcome.AllErrors);
        Assert.Equal(("ReplacementFailed", ErrorCategory.OpenError, "web"), (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category, error.TargetObject));
        Assert.Equal(Failed, error.Exception.Message);
        Assert.Empty(outcome.Warnings);

        outcome = await session.Run("$p = Get-ManagedProcess web; \"$($p.State) $($p.Pid) $($p.Outdated) $($p.ReplacementFailure)\"");
        Assert.Equal($"Running {pid} True exited with code 1", outcome.Output[0].ToString());
        Assert.Equal([Outdated], outcome.Warnings);
        Assert.Equal([Outdated], (await session.Run("Start-ManagedProcess web")).Warnings);

        File.Delete(project.File("bad"));
        outcome = await session.Run("$p = Restart-ManagedProcess web -PassThru; \"$($p.Outdated) $($p.ReplacementFailure)\"");
        Assert.Equal("False ", outcome.Output[0].ToString());
        Assert.Empty(outcome.Warnings);
    }

    [Fact(Timeout = Patience)]
    public async Task A_reload_that_cannot_replace_a_program_is_an_error_too()
    {
        await StartAsync();
        project.Write("bad", "").Write("config/processes.yaml", File.ReadAllText(project.File("config/processes.yaml")).Replace("[polite]", "[burst, '1', '0']", StringComparison.Ordinal).Replace("exit 1;", "exit 3;", StringComparison.Ordinal));
        var outcome = await session.Run("Update-ProxyConfiguration | ForEach-Object { \"$($_.Process) $($_.Action)\" }");
        Assert.Equal(["web Replace", "api Restart"], outcome.Output.Select(line => line.ToString()));
        Assert.Equal(Failed.Replace("code 1", "code 3", StringComparison.Ordinal), Assert.Single(outcome.AllErrors).Exception.Message);
        Assert.Equal(["ReplacementFailed"], outcome.ErrorIds);
        Assert.Empty(outcome.Warnings);
    }

    [Fact(Timeout = Patience)]
    public async Task A_replacement_that_takes_long_says_what_it_waits_for()
    {
        await StartAsync();
        await session.Get("Set-ManagedProcess web -Instances 2 -Wait");
        project.Write("health", "503");
        using var shell = session.Begin("Restart-ManagedProcess web");
        var pending = shell.BeginInvoke();
        await UntilAsync("Replacing web (1 of 2): the new program of web:1 must pass its health check");
        project.Write("health", "200");
        await Task.Factory.FromAsync(pending, shell.EndInvoke);
        Assert.Empty(shell.Streams.Error);

        Task UntilAsync(string status) =>
            Wait.Until(() => shell.Streams.Progress.Any(record => record.StatusDescription == status), () => $"the progress is '{status}', not '{string.Join(" | ", shell.Streams.Progress.Select(record => record.StatusDescription).Distinct())}'");
    }

    private async Task StartAsync(string? uri = null)
    {
        await session.Get(uri is null ? "Start-ProxyServer $at" : "$null = Connect-ProxyServer $at", new { at = uri ?? project.ConfigFile });
        await session.Get("Wait-ManagedProcess web, api");
    }
}
