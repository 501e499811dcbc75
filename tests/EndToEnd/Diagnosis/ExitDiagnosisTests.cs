using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd.Diagnosis;

/// <summary>Why a process that ran is down: seeded faults that end programs.</summary>
public sealed class ExitDiagnosisTests(ExitDiagnosisTests.Fixture fixture) : IClassFixture<ExitDiagnosisTests.Fixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_line_that_tells_of_the_error_is_quoted()
    {
        var found = await fixture.Server.DiagnoseAsync("failing", RunState.Failed);
        Assert.Equal("failing exits at once with code 1 and is not restarted, as maxRestarts is 0: Error: no database at db:5432.", found.Summary);
        Assert.Equal(DiagnosisCause.Exited, found.Cause);
        var exit = Assert.Single(found.Exits);
        Assert.Equal((1, (string?)null, "exited with code 1", (string?)null), (exit.Code, exit.Signal, exit.Description, exit.Reason));
        Assert.Equal(["starting", "Error: no database at db:5432", "    at connect (db.js:1)"], exit.LastLines);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_spent_budget_is_said_with_what_spent_it()
    {
        var found = await fixture.Server.DiagnoseAsync("spent", RunState.Failed);
        Assert.Equal("spent exits at once with code 3 and was given up after 2 restarts: run 3.", found.Summary);
        Assert.Equal(("processes.spent.maxRestarts", "2"), (found.DecidedBy!.Key, found.DecidedBy.Value));
        Assert.Equal((0, (DateTimeOffset?)null), (found.AttemptsLeft, found.NextAttemptAt));

        // Each run has its own lines, though all wrote into one file.
        Assert.Equal(["run 3", "run 2", "run 1"], found.Exits.Select(exit => Assert.Single(exit.LastLines)));
    }

    [Fact(Timeout = 60_000)]
    public async Task Waiting_for_the_next_attempt_is_said_with_what_came_before()
    {
        var found = await fixture.Server.DiagnoseAsync("resting", RunState.Backoff);
        Assert.Equal("resting exits at once with code 7 and waits for its next attempt: out of luck.", found.Summary);
        Assert.NotNull(found.NextAttemptAt);
        Assert.Equal(9, found.AttemptsLeft);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_command_that_the_shell_does_not_find_is_decoded()
    {
        var found = await fixture.Server.DiagnoseAsync("typo", RunState.Failed);
        Assert.StartsWith("typo exits at once with code 127 and is not restarted, as maxRestarts is 0: ", found.Summary, StringComparison.Ordinal);
        Assert.Contains("no-such-command", found.Summary, StringComparison.Ordinal);
        Assert.Equal("exited with code 127: what it was to run was not found, by the convention of shells", found.Exits[0].Description);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_ends_with_its_standard_input_is_told_by_its_last_line_and_that_the_input_is_empty()
    {
        var found = await fixture.Server.DiagnoseAsync("reading", RunState.Backoff);
        Assert.Equal(
            "reading exits at once with code 0 and waits for its next attempt: watching for changes; a program ends like this that reads its standard input, which is empty (stdin: open keeps it open), "
            + "or that puts itself into the background and must stay in the foreground.",
            found.Summary);
        Assert.Contains("reads its standard input, which is empty", (await fixture.Client.GetAsync("reading", Cancelled)).Reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_end_without_an_error_is_told_with_the_key_that_keeps_it_down()
    {
        var found = await fixture.Server.DiagnoseAsync("once", RunState.Stopped);
        Assert.Equal("once exits at once with code 0 and is not restarted, as restartOnExit is false.", found.Summary);
        Assert.Equal("processes.once.restartOnExit", found.DecidedBy!.Key);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(9, "SIGKILL", DiagnosisCause.Killed, "target was killed by SIGKILL, which the server did not send, and is not restarted, as maxRestarts is 0.")]
    [InlineData(15, "SIGTERM", DiagnosisCause.Killed, "target was killed by SIGTERM, which the server did not send, and is not restarted, as maxRestarts is 0.")]
    [InlineData(11, "SIGSEGV", DiagnosisCause.Crashed, "target crashed with SIGSEGV (segmentation fault) and is not restarted, as maxRestarts is 0.")]
    public async Task A_signal_from_outside_is_named(int number, string name, DiagnosisCause cause, string summary)
    {
        var running = await fixture.Client.RestartAsync("target", Cancelled);
        Machine.Signal(running.Pid!.Value, number);
        var found = await fixture.Server.DiagnoseAsync("target", RunState.Failed);
        Assert.Equal((summary, cause), (found.Summary, found.Cause));
        Assert.Equal((name, (int?)null, (string?)null), (found.Exits[0].Signal!, found.Exits[0].Code, found.Exits[0].Reason));
    }

    [Fact(Timeout = 60_000)]
    public async Task Want_of_memory_is_told_from_any_other_kill()
    {
        Assert.SkipWhen(fixture.Memory is null, "No control group with a limit of memory can be made here.");
        await fixture.Client.StartAsync("hungry", Cancelled);
        var found = await fixture.Server.DiagnoseAsync("hungry", RunState.Failed);
        Assert.Equal(DiagnosisCause.OutOfMemory, found.Cause);
        Assert.Matches(@"^hungry was killed .*(ran out of memory|want of memory)", found.Summary);
        Assert.Equal("SIGKILL", found.Exits[0].Signal);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_an_operator_stopped_is_said_to_be_stopped_by_one()
    {
        await fixture.Client.StopAsync("polite", Cancelled);
        var found = await fixture.Client.GetDiagnosisAsync("polite", Cancelled);
        Assert.Equal(("polite was stopped by an operator.", DiagnosisCause.StoppedByOperator), (found.Summary, found.Cause));
        Assert.Equal(("SIGTERM", "stopped by an operator", "was killed by SIGTERM when it was asked to end"), (found.Exits[0].Signal!, found.Exits[0].Reason!, found.Exits[0].Description));
    }

    [Fact(Timeout = 60_000)]
    public async Task What_did_not_end_within_its_stopTimeout_is_said_to_have_been_killed()
    {
        await Wait.Until(() => fixture.Project.Lines("logs/stubborn.log").Contains("deaf"), "it ignores SIGTERM");
        await fixture.Client.StopAsync("stubborn", Cancelled);
        var found = await fixture.Client.GetDiagnosisAsync("stubborn", Cancelled);
        Assert.Equal("stubborn was stopped by an operator; it did not end within stopTimeout (300 ms) of SIGTERM and was killed.", found.Summary);
        Assert.Equal(("processes.stubborn.stopTimeout", "300"), (found.DecidedBy!.Key, found.DecidedBy.Value));
        Assert.Equal("did not end within stopTimeout (300 ms) of SIGTERM and was killed", found.Exits[0].Description);
    }

    public sealed class Fixture : SharedServer
    {
        internal MemoryGroup? Memory { get; } = MemoryGroup.TryCreate();

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Memory?.Dispose();
        }

        protected override Task PrepareAsync()
        {
            Project.Write("failing.sh", "echo starting\necho 'Error: no database at db:5432' >&2\necho '    at connect (db.js:1)'\nexit 1\n")
                .Write("counting.sh", "echo x >> count\necho run $(wc -l < count)\nexit 3\n")
                .Write("stubborn.sh", "trap '' TERM\necho deaf\nwhile :; do sleep 0.05; done\n")
                .Configure($$"""
                    failing: { command: "sh", args: ["failing.sh"], maxRestarts: 0 }
                    spent: { command: "sh", args: ["counting.sh"], maxRestarts: 2, restartDelay: 10 }
                    reading: { {{DiagnosisBench.Script("echo watching for changes; cat")}}, restartDelay: 60000 }
                    resting: { {{DiagnosisBench.Script("echo out of luck; exit 7")}}, restartDelay: 60000 }
                    typo: { {{DiagnosisBench.Script("no-such-command --now")}}, maxRestarts: 0 }
                    once: { {{DiagnosisBench.Script("exit 0")}}, restartOnExit: false }
                    target: { command: "sleep", args: ["1000"], maxRestarts: 0 }
                    polite: { command: "sleep", args: ["1000"] }
                    stubborn: { command: "sh", args: ["stubborn.sh"], stopTimeout: 300 }
                    hungry: { {{DiagnosisBench.Script($"echo $$ > {Memory?.Door ?? "/dev/null"} && exec tail /dev/zero")}}, enabled: false, maxRestarts: 0 }
                    """);
            return Task.CompletedTask;
        }
    }
}
