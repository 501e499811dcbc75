using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd.Diagnosis;

/// <summary>Why a process has never run: seeded faults before its first instruction.</summary>
public sealed class LaunchDiagnosisTests(LaunchDiagnosisTests.Fixture fixture) : IClassFixture<LaunchDiagnosisTests.Fixture>
{
    [Theory(Timeout = 60_000)]
    [InlineData("missing", DiagnosisCause.ProgramNotFound, "missing cannot be started and is not restarted, as maxRestarts is 0: the program 'no-such-program-anywhere' was not found in PATH", "command", 2)]
    [InlineData("nofile", DiagnosisCause.ProgramNotFound, "nofile cannot be started and was given up after 1 restart: the program {0}/no-such-file does not exist.", "command", 3)]
    [InlineData("text", DiagnosisCause.ProgramNotExecutable, "text cannot be started and is not restarted, as maxRestarts is 0: the program {0}/plain.txt is not executable.", "command", 4)]
    [InlineData("lost", DiagnosisCause.WorkingDirectory, "lost cannot be started and is not restarted, as maxRestarts is 0: its working directory {0}/no-such-folder does not exist.", "cwd", 5)]
    [InlineData("retried", DiagnosisCause.WorkingDirectory, "retried cannot be started and waits for its next attempt: its working directory {0}/no-such-folder does not exist.", "cwd", 6)]
    public async Task What_stands_in_the_way_of_a_launch_is_named(string id, DiagnosisCause cause, string summary, string key, int line)
    {
        var found = await fixture.Server.DiagnoseAsync(id, id == "retried" ? RunState.Backoff : RunState.Failed);
        Assert.StartsWith(string.Format(System.Globalization.CultureInfo.InvariantCulture, summary, fixture.Project.Root), found.Summary, StringComparison.Ordinal);
        Assert.Equal(cause, found.Cause);
        Assert.Empty(found.Exits);
        Assert.Equal(($"processes.{id}.{key}", fixture.Project.File("config/processes.yaml"), line), (found.DecidedBy!.Key, found.DecidedBy.File!, found.DecidedBy.Line!.Value));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_waits_for_its_next_attempt_says_when_and_how_many_are_left()
    {
        var found = await fixture.Server.DiagnoseAsync("retried", RunState.Backoff);
        var info = await fixture.Client.GetAsync("retried", TestContext.Current.CancellationToken);
        Assert.Equal((info.NextRestartAt, info.RestartsLeft), (found.NextAttemptAt, found.AttemptsLeft));
        Assert.Equal(9, found.AttemptsLeft);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_is_disabled_is_said_to_be()
    {
        var found = await fixture.Server.DiagnoseAsync("idle", RunState.Stopped);
        Assert.Equal((DiagnosisCause.Disabled, "idle is not started because it is disabled (enabled: false)."), (found.Cause, found.Summary));
        Assert.Equal(("processes.idle.enabled", "false", 7), (found.DecidedBy!.Key, found.DecidedBy.Value, found.DecidedBy.Line!.Value));
    }

    public sealed class Fixture : SharedServer
    {
        protected override Task PrepareAsync()
        {
            Project.Write("plain.txt", "text").Configure("""
                missing: { command: "no-such-program-anywhere", maxRestarts: 0 }
                nofile: { command: "./no-such-file", maxRestarts: 1, restartDelay: 10 }
                text: { command: "./plain.txt", maxRestarts: 0 }
                lost: { command: "sleep", args: ["1000"], cwd: "no-such-folder", maxRestarts: 0 }
                retried: { command: "sleep", args: ["1000"], cwd: "no-such-folder", restartDelay: 60000 }
                idle: { command: "sleep", args: ["1000"], enabled: false }
                """);
            return Task.CompletedTask;
        }
    }
}
