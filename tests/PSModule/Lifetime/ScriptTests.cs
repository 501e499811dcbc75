using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Lifetime;

/// <summary>The module in a script that nobody watches, as schedulers and pipelines run them.</summary>
public sealed class ScriptTests
{
    private const int Patience = 180_000;

    [Fact(Timeout = Patience)]
    public async Task A_strict_script_starts_looks_writes_reports_and_stops()
    {
        await using var project = new ShellProject().Configure(("web", "polite"), ("api", "polite"));
        var lines = await project.RunScriptAsync($$"""
            Set-StrictMode -Version Latest
            $ErrorActionPreference = 'Stop'
            Import-Module '{{Builds.Module}}'
            Start-ProxyServer
            Get-ManagedProcessLog web -Wait | Where-Object Line -eq 'ready' | Select-Object -First 1 | ForEach-Object { "$($_.Name) $($_.Line)" }
            Get-ManagedProcess | Format-Table Id, State | Out-File table.txt
            Get-ManagedProcess | Out-File view.txt -Width 200
            Get-ManagedProcess | Select-Object Id, Name, State, Health, Pid, Restarts, Reason | Export-Csv processes.csv
            Get-ManagedProcess | ConvertTo-Json -Depth 3 | Set-Content processes.json
            Get-ManagedProcessLog web | Out-File log.txt
            Get-ProxyServer | ConvertTo-Json | Set-Content server.json
            try { Stop-ManagedProcess nobody } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
            Stop-ManagedProcess web -Confirm:$false
            (Get-ManagedProcess web).State
            (Get-Content processes.json | ConvertFrom-Json).Count
            (Get-Content server.json | ConvertFrom-Json).Status
            (Import-Csv processes.csv | Where-Object Id -eq web).State
            """);
        Assert.Equal(["web ready", "ProcessNotFound", "Stopped", "2", "running", "Running"], lines);
        Assert.Matches(@"(?m)^web +Running\s*$", Read(project, "table.txt"));
        Assert.Matches(@"(?m)^Name +State +Health +Pid +Uptime +Restarts +Reason", Read(project, "view.txt"));
        Assert.Matches(@"(?m)^\d\d:\d\d:\d\d\.\d\d\d web ready", Read(project, "log.txt"));
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = Patience)]
    public async Task An_error_that_ends_a_script_ends_what_it_supervises_and_is_its_exit_code()
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        using var shell = project.LaunchScript($"""
            $ErrorActionPreference = 'Stop'
            Import-Module '{Builds.Module}'
            Start-ProxyServer
            Restart-ManagedProcess nobody
            'not reached'
            """);
        var (exitCode, output, errors) = await shell.EndAsync();
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("nobody", errors, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', errors);
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = Patience)]
    public async Task What_would_ask_is_an_error_where_nobody_can_answer()
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        var lines = await project.RunScriptAsync($$"""
            Import-Module '{{Builds.Module}}'
            Start-ProxyServer
            try { Stop-ManagedProcess web -Confirm -ErrorAction Stop } catch { $_.Exception.Message }
            (Get-ManagedProcess web).State
            """);
        Assert.Equal("Running", lines[^1]);
        Assert.Contains("NonInteractive", string.Join(' ', lines), StringComparison.Ordinal);
    }

    private static string Read(ShellProject project, string name) => File.ReadAllText(project.File(name));
}
