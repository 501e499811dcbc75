using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Lifetime;

/// <summary>Background jobs: another process, spoken to by PowerShell's remoting protocol over pipes, or another runspace of the same.</summary>
public sealed class JobTests
{
    private const int Patience = 300_000;

    [Fact(Timeout = Patience)]
    public async Task What_a_job_supervises_comes_back_as_objects_with_their_view_and_ends_with_the_job()
    {
        await using var project = new ShellProject();
        var lines = await project.RunScriptAsync($$"""
            Import-Module '{{Builds.Module}}'
            $mark = @{ {{ShellProject.MarkVariable}} = '{{project.Mark}}' }
            $job = Start-Job {
                Import-Module '{{Builds.Module}}'
                Start-ManagedProcess web -FilePath '{{Builds.TestProcess}}' -ArgumentList polite -Environment $using:mark -PassThru
                $PID
            }
            $process, $id = $job | Receive-Job -Wait
            $process.PSObject.TypeNames[0]
            "$($id -ne $PID) $($process.State.ToString()) $($process.Pid -gt 0)"
            ($process | Out-String) -split "`n" | Where-Object { $_ }
            @(Get-Process -Id $process.Pid -ErrorAction Ignore).Count
            """);
        Assert.Equal("Deserialized.ProcessProxy.ProcessInfo", lines[0]);
        Assert.Equal("True Running True", lines[1]);
        Assert.Matches("^Name +State +Health +Pid +Uptime +Restarts +Reason", lines[2]);
        Assert.Matches(@"^web +Running +None +\d+ +00:00:\d\d +0 +started by", lines[4]);
        Assert.Equal("0", lines[5]);
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = Patience)]
    public async Task A_job_acts_on_a_server_elsewhere_and_its_objects_can_be_piped_on()
    {
        await using var project = new ShellProject().Configure(("web", "polite"), ("api", "polite"));
        using var server = await project.StartServerAsync();
        var lines = await project.RunScriptAsync($$"""
            Import-Module '{{Builds.Module}}'
            $null = Connect-ProxyServer {{server.Management}}
            $job = Start-Job { Import-Module '{{Builds.Module}}'; $null = Connect-ProxyServer {{server.Management}}; Get-ManagedProcess web }
            ($job | Receive-Job -Wait | Stop-ManagedProcess -PassThru).State
            (Get-ManagedProcess api).State
            """);
        Assert.Equal(["Stopped", "Running"], lines);
    }

    [Fact(Timeout = Patience)]
    public async Task A_thread_job_is_given_a_connection_and_what_it_supervises_itself_ends_with_it()
    {
        await using var project = new ShellProject().Configure(("web", "polite"));
        var lines = await project.RunScriptAsync($$"""
            Import-Module '{{Builds.Module}}'
            $server = Start-ProxyServer '{{project.ConfigFile}}' -PassThru
            Start-ThreadJob {
                Import-Module '{{Builds.Module}}'
                try { Get-ManagedProcess } catch { $_.FullyQualifiedErrorId.Split(',')[0] }
                (Restart-ManagedProcess web -Connection $using:server -PassThru).State
            } | Receive-Job -Wait -AutoRemoveJob
            $own = Start-ThreadJob {
                Import-Module '{{Builds.Module}}'
                (Start-ManagedProcess own -FilePath '{{Builds.TestProcess}}' -ArgumentList polite -PassThru).Pid
            } | Receive-Job -Wait -AutoRemoveJob
            @(Get-Process -Id $own -ErrorAction Ignore).Count
            (Get-ManagedProcess).Id
            (Get-ManagedProcess).State
            """);
        Assert.Equal(["NoConnection", "Running", "0", "web", "Running"], lines);
        Assert.Empty(project.Processes);
    }
}
