using System.Management.Automation;
using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

/// <summary>What variables a program of the session gets.</summary>
public sealed class EnvironmentTests : SessionTests
{
    private const int Patience = 120_000;

    [Fact(Timeout = Patience)]
    public async Task What_the_session_sets_reaches_the_program_and_null_removes_it()
    {
        var lines = await Session.Get(
            """
            $env:PROCESSPROXY_TEST_A = 'a'
            $env:PROCESSPROXY_TEST_B = 'b'
            $arguments = '-c', 'echo "${PROCESSPROXY_TEST_A-none} ${PROCESSPROXY_TEST_B-none} ${PROCESSPROXY_TEST_C-none}"'
            Start-ManagedProcess show -FilePath sh -ArgumentList $arguments -NoRestart -Environment @{ PROCESSPROXY_TEST_B = $null; PROCESSPROXY_TEST_C = '' }
            Wait-ManagedProcess show -Exited
            Get-ManagedProcessLog show -Raw
            """);
        Assert.Equal("a none ", Assert.Single(lines).ToString());
    }

    [Fact(Timeout = Patience)]
    public async Task What_the_session_sets_reaches_the_configuration()
    {
        Project.Configure(("web", "polite"));
        File.AppendAllText(Project.File("config/processes.yaml"), "  show:\n    command: printf\n    args: ['%s', here]\n    restartOnExit: false\n    cwd: ${PROCESSPROXY_TEST_CWD}\n");
        var cwd = await Session.Get(
            "$env:PROCESSPROXY_TEST_CWD = $root; Start-ProxyServer $file; (Get-ManagedProcess show).Cwd", new { root = Project.Root, file = Project.ConfigFile });
        Assert.Equal(Project.Root, Assert.Single(cwd).ToString());
    }

    [Fact(Timeout = Patience)]
    public async Task In_the_drive_of_variables_paths_start_from_the_last_folder()
    {
        Project.Configure(("web", "polite"));
        var cwd = await Session.Get(
            "Set-Location $root; Set-Location Env:; Start-ManagedProcess a -FilePath sleep -ArgumentList 1000; (Get-ManagedProcess a).Cwd; Test-ProxyConfiguration -Quiet",
            new { root = Project.Root });
        Assert.Equal([Project.Root, "True"], cwd.Select(line => line.ToString()));
    }

    [Fact(Timeout = Patience)]
    public async Task A_script_of_PowerShell_is_a_program()
    {
        Project.Write("show.ps1", "param($First, [switch] $Second) \"$First $Second\"\n");
        var lines = await Project.RunScriptAsync(
            $"""
            Import-Module '{Builds.Module}'; Set-Location '{Project.Root}'
            Start-ManagedProcess show -FilePath ./show.ps1 -ArgumentList 'a b', '-Second' -NoRestart
            Wait-ManagedProcess show -Exited
            Get-ManagedProcessLog show -Raw
            """);
        Assert.Equal(["a b True"], lines);
    }

    [Fact(Timeout = Patience)]
    public async Task A_secret_reaches_the_program_and_is_shown_nowhere()
    {
        var output = await Session.Get(
            """
            $secret = [Net.NetworkCredential]::new('', 'very-secret').SecurePassword
            Start-ManagedProcess show -FilePath sh -ArgumentList '-c', 'test "$PASSWORD" = "very""-secret"' -NoRestart -Environment @{ PASSWORD = $secret; PLAIN = 'ä "b" ${c}' }
            Wait-ManagedProcess show -Exited
            (Get-ManagedProcess show).LastExit.Code
            (Get-ManagedProcess show).Env['PASSWORD']
            $null = Export-ManagedProcess $file
            [IO.File]::ReadAllText($file)
            """,
            new { file = Project.File("processes.yaml") });
        Assert.Equal(["0", "***"], output.Take(2).Select(line => line.ToString()));
        var text = output[2].ToString();
        Assert.DoesNotContain("very-secret", text, StringComparison.Ordinal);
        Assert.Contains("\"PASSWORD\": \"${PASSWORD}\"", text, StringComparison.Ordinal);
        Assert.Contains("\"PLAIN\": \"ä \\\"b\\\" $${c}\"", text, StringComparison.Ordinal);
    }
}
