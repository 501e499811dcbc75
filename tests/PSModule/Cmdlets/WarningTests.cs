using ProcessProxy.PSModule.Tests.Engine;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Cmdlets;

/// <summary>What a supervisor of the session tells, told once.</summary>
public sealed class WarningTests : SessionTests
{
    private const int Patience = 120_000;

    [Fact(Timeout = Patience)]
    public async Task Equal_warnings_are_one_with_their_number()
    {
        var outcome = await Session.Run("Start-ManagedProcess flap -FilePath false -RestartDelay 0.001 -MaxRestarts 20; Wait-ManagedProcess flap -Exited");
        var warnings = outcome.Warnings.Concat((await Session.Run("Get-ManagedProcess")).Warnings).ToList();
        Assert.Contains(warnings, warning => warning.StartsWith("flap: backoff: exited with code 1 (", StringComparison.Ordinal) && warning.EndsWith(" times)", StringComparison.Ordinal));
        Assert.InRange(warnings.Count, 1, 6); // A few for each of the three commands; there were 21.
    }

    [Fact(Timeout = Patience)]
    public async Task What_was_thrown_is_not_a_warning_of_the_next_command()
    {
        Assert.Equal(["LaunchFailed"], (await Session.Run("Start-ManagedProcess web -FilePath no-such-program")).ErrorIds);
        Assert.Empty((await Session.Run("Start-ManagedProcess sleep -FilePath sleep -ArgumentList 1000; Get-ManagedProcess")).Warnings);
    }

    [Fact(Timeout = Patience)]
    public async Task What_was_written_as_an_error_is_not_a_warning_too()
    {
        Project.Configure(("web", "polite"));
        File.AppendAllText(Project.File("config/processes.yaml"), "  broken:\n    enabled: false\n    command: no-such-program\n    maxRestarts: 0\n");
        var outcome = await Session.Run("Start-ProxyServer $file; Start-ManagedProcess broken; Get-ManagedProcess", new { file = Project.ConfigFile });
        Assert.Equal(["LaunchFailed"], outcome.ErrorIds);
        Assert.DoesNotContain(outcome.Warnings, warning => warning.StartsWith("broken", StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task An_error_of_one_process_does_not_hide_the_warning_of_another()
    {
        var outcome = await Session.Run(
            """
            Start-ManagedProcess a -FilePath false -MaxRestarts 0
            Start-ManagedProcess b -FilePath false -MaxRestarts 0
            do { $both = Get-ManagedProcess } until (@($both | Where-Object State -eq Failed).Count -eq 2)
            """);
        Assert.Contains(outcome.Warnings, warning => warning.StartsWith("a: failed", StringComparison.Ordinal));
        Assert.Contains(outcome.Warnings, warning => warning.StartsWith("b: failed", StringComparison.Ordinal));
    }
}
