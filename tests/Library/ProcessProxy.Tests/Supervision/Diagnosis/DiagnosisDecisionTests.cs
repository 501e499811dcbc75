using ProcessProxy.Configuration;
using ProcessProxy.Health;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Diagnosis;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Diagnosis;

/// <summary>From facts to one sentence: which cause outranks which.</summary>
public sealed class DiagnosisDecisionTests
{
    private static readonly DateTimeOffset Noon = new(2031, 3, 7, 12, 0, 0, TimeSpan.Zero);
    private static readonly ProcessIdentity Identity = new("boot", 4711, 17, 23, "web/mark");
    private static readonly Now Now = new(TimeSpan.FromHours(1), Noon);
    private static readonly PortFact Taken = new(3000, ["processes", "web", "env", "PORT"], IsKnown: true, new PortOwner(1234, "node server.js", null), IsOwn: false);
    private static readonly PortFact Free = Taken with { Owner = null };

    [Fact]
    public void A_taken_port_outranks_a_code_that_says_nothing() => Says(
        "web exits at once with code 1: port 3000 is already taken by node server.js (pid 1234).", DiagnosisCause.PortTaken,
        Down(Exit(1)) with { Port = Taken });

    [Fact]
    public void What_the_program_says_outranks_the_guess_that_its_port_is_to_blame() => Says(
        "web exits at once with code 1 and waits for its next attempt: Error: no such table.", DiagnosisCause.Exited,
        Down(Exit(1), "Error: no such table") with { Port = Taken });

    [Fact]
    public void A_run_that_lasted_had_its_port() => Says(
        "web exited with code 1 after 3 min and waits for its next attempt.", DiagnosisCause.Exited,
        Down(Exit(1) with { Lasted = TimeSpan.FromMinutes(3) }) with { Port = Taken });

    [Fact]
    public void A_port_of_the_process_itself_is_not_taken() => Says(
        "web exits at once with code 1 and waits for its next attempt.", DiagnosisCause.Exited, Down(Exit(1)) with { Port = Taken with { IsOwn = true } });

    [Fact]
    public void A_crash_because_of_a_taken_port_is_told_by_the_port() => Says(
        "web crashed with SIGABRT (it aborted itself): port 3000 is already taken by the process api (pid 1234).", DiagnosisCause.PortTaken,
        Down(Ended("SIGABRT"), "Unhandled exception. SocketException (98): Address already in use") with { Port = Taken with { Owner = new PortOwner(1234, "api", "api") } });

    [Fact]
    public void Who_cannot_be_seen_is_said_to_be_another_user_s() => Says(
        "web exits at once with code 1: port 3000 is already taken by a program of another user.", DiagnosisCause.PortTaken,
        Down(Exit(1)) with { Port = Taken with { Owner = new PortOwner(null, null, null) } });

    [Theory]
    [InlineData(MemoryKill.Certain, "web was killed by the system and waits for its next attempt: it ran out of memory.")]
    [InlineData(MemoryKill.Likely, "web was killed and waits for its next attempt, most likely for want of memory: the system ended a program for that while it ran.")]
    public void Want_of_memory_outranks_the_signal_and_the_port(object kill, string summary) =>
        Says(summary, DiagnosisCause.OutOfMemory, Down(Ended("SIGKILL") with { Memory = (MemoryKill)kill }) with { Port = Taken });

    [Fact]
    public void An_end_for_its_memory_is_told_by_its_limit() => Says(
        "web used too much memory: 612 MB, above its limit of 512 MB (maxMemory) and waits for its next attempt.", DiagnosisCause.MemoryLimit,
        Down(Ended("SIGTERM") with { Asked = "used too much memory: 612 MB, above its limit of 512 MB (maxMemory)", IsOverLimit = true }) with { Port = Taken });

    [Fact]
    public void The_limit_that_decided_is_shown_and_not_the_port()
    {
        var down = Down(Ended("SIGTERM") with { Asked = "used too much memory", IsOverLimit = true }) with { Port = Taken, Spec = Specs.Process(maxMemory: 512 << 20) };
        Assert.Equal(("processes.web.maxMemory", "512 MB"), (Decide(down).DecidedBy!.Key, Decide(down).DecidedBy!.Value));
    }

    [Fact]
    public void A_kill_from_outside_outranks_the_port() => Says(
        "web was killed by SIGKILL, which the server did not send, and waits for its next attempt.", DiagnosisCause.Killed,
        Down(Ended("SIGKILL"), "Error: an old one") with { Port = Taken });

    [Fact]
    public void An_end_for_its_health_is_told_by_the_probe() => Says(
        "web was ended because it was unhealthy and waits for its next attempt: its health check http://localhost:1/health answered 500 (no disk).", DiagnosisCause.Unhealthy,
        Down(Ended("SIGTERM") with { Asked = "was unhealthy", Probe = Probe(500) with { Body = "no\ndisk\n" } }));

    [Theory]
    [InlineData(null, "got no answer (Connection refused); if it only takes its time to start, startPeriod must be longer", "healthCheck.startPeriod")]
    [InlineData(503, "answered 503; if it only takes its time to start, startPeriod must be longer", "healthCheck.startPeriod")]
    [InlineData(404, "answered 404", "healthCheck.path")]
    [InlineData(400, "answered 400; the program may not accept the Host 'localhost:1': have it allow that, or give its route the domain that it expects", "healthCheck.path")]
    public void An_end_of_what_was_never_healthy_is_told_by_the_time_it_had_where_that_may_be_it(int? status, string probe, string key)
    {
        var found = Decide(Down(Ended("SIGTERM") with { Asked = "was unhealthy", WasNeverHealthy = true, Lasted = TimeSpan.FromSeconds(33), Probe = Probe(status) }));
        Assert.Equal(
            $"web was ended because it was unhealthy and was never healthy in the 33 s that it ran and waits for its next attempt: its health check http://localhost:1/health {probe}.",
            found.Summary);
        Assert.Equal($"processes.web.{key}", found.DecidedBy!.Key);
    }

    [Fact]
    public void A_refusal_of_the_domain_of_the_route_is_told_by_that_domain() => Says(
        "web is running but unhealthy: its health check http://localhost:1/health answered 403; the program may not accept the Host 'a.example', which is the domain of its route.",
        DiagnosisCause.Unhealthy,
        Running(new HealthRecord(HealthState.Unhealthy, 3, true, Probe(403)), TimeSpan.FromMinutes(1)) with { Spec = Specs.Process(healthCheck: Specs.HealthCheck() with { Host = "a.example" }) });

    [Fact]
    public void A_run_that_is_left_running_is_told_with_the_reason_for_that()
    {
        var health = new HealthRecord(HealthState.Unhealthy, 3, true, Probe(500));
        const string why = "it could not start again now: it waits for db, which is stopped";
        Says(
            $"web is running but unhealthy: its health check http://localhost:1/health answered 500; it is left running, as {why}.", DiagnosisCause.Unhealthy,
            Running(health with { Spared = why }, TimeSpan.FromMinutes(1)));
        var well = Running(new HealthRecord(HealthState.Healthy, 0, true, Probe(200)), TimeSpan.FromMinutes(1));
        Says(
            $"web uses too much memory, 612 MB, above its limit of 512 MB (maxMemory), and is left running, as {why}.", DiagnosisCause.MemoryLimit,
            well with { State = well.State with { Run = well.State.Run! with { Excess = $"uses too much memory, 612 MB, above its limit of 512 MB (maxMemory), and is left running, as {why}" } } });
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("watching for changes...", "watching for changes; ")]
    public void An_end_at_once_without_an_error_is_told_by_its_last_line_before_any_guess(string line, string quoted) => Says(
        $"web exits at once with code 0 and waits for its next attempt: {quoted}a program ends like this that reads its standard input, which is empty (stdin: open keeps it open), or that puts itself "
        + "into the background and must stay in the foreground.",
        DiagnosisCause.Exited, Down(Exit(0), line));

    [Fact]
    public void What_has_an_open_input_has_not_ended_with_it()
    {
        var facts = Down(Exit(0));
        Says(
            "web exits at once with code 0 and waits for its next attempt: a program ends like this that puts itself into the background and must stay in the foreground.",
            DiagnosisCause.Exited, facts with { Spec = facts.Spec with { Launch = facts.Spec.Launch with { Stdin = InputMode.Open } } });
    }

    [Fact]
    public void Runs_of_a_job_are_meant_to_end_and_only_those_that_failed_are_counted()
    {
        var facts = Facts(new ProcessState { Phase = Phase.Failed, Generation = 5, Reason = "exited with code 1" }, Exit(1), Exit(0), Exit(1), Exit(0));
        var found = Decide(facts with { Spec = Specs.Job() });
        Assert.Contains("2 of the last 4 runs ended with an error.", found.Details);
        Assert.DoesNotContain(found.Details, sentence => sentence.Contains("without being asked", StringComparison.Ordinal));
        Assert.Contains("4 of the last 4 runs ended without being asked to.", Decide(facts).Details);
    }

    [Fact]
    public void A_launch_that_failed_outranks_the_exits_before_it()
    {
        var facts = Down(Exit(1));
        Says(
            "web cannot be started and waits for its next attempt: the program ./x does not exist.", DiagnosisCause.ProgramNotFound,
            facts with { State = facts.State with { LaunchError = new LaunchError(facts.State.Generation, "The program ./x does not exist.", LaunchFault.NotFound) } });
        Says(
            "web exits at once with code 1 and waits for its next attempt.", DiagnosisCause.Exited,
            facts with { State = facts.State with { LaunchError = new LaunchError(facts.State.Generation - 1, "The program ./x does not exist.") } });
    }

    [Fact]
    public void What_an_operator_stopped_is_not_blamed_on_anything_else() => Says(
        "web was stopped by an operator.", DiagnosisCause.StoppedByOperator,
        Facts(new ProcessState { Phase = Phase.Stopped, StoppedByOperator = true, Generation = 4, Reason = "stopped by an operator" }, Exit(1)) with { Port = Taken });

    [Fact]
    public void Who_listens_elsewhere_is_told_both_ports() => Says(
        "web is running, but listens on 3001, was given 3000 (PORT): have it listen on the port in PORT.", DiagnosisCause.NotListening,
        Running(HealthRecord.None, TimeSpan.FromSeconds(60)) with { Port = Free with { Variable = "PORT", Others = [3001] }, Spec = Specs.Process() });

    [Fact]
    public void Who_listens_elsewhere_during_its_start_has_time_left() => Says(
        "web is running, but listens on 3001 and 9229, was given 3000 (PORT): have it listen on the port in PORT; its startPeriod goes on for 29 s.", DiagnosisCause.Starting,
        Running(new HealthRecord(HealthState.Unknown, 1, false, Probe(null)), TimeSpan.FromSeconds(1)) with
        {
            Port = Free with { Variable = "PORT", Others = [3001, 9229] }, Spec = Specs.Process(healthCheck: Specs.HealthCheck()),
        });

    [Theory]
    [InlineData(1, "web is running and nothing listens on port 3000 yet; its startPeriod goes on for 29 s.", DiagnosisCause.Starting, false)]
    [InlineData(12, "web is running and nothing listens on port 3000 yet 12 s after its start; its startPeriod goes on for 18 s.", DiagnosisCause.Starting, false)]
    [InlineData(60, "web is running, but nothing listens on port 3000 60 s after its start.", DiagnosisCause.NotListening, false)]
    [InlineData(60, "web is running, but nothing listens on port 3000 60 s after its start.", DiagnosisCause.NotListening, null)]
    [InlineData(1, "web is running; nothing is wrong.", DiagnosisCause.None, null)]
    public void Who_does_not_listen_is_given_a_little_time_unless_a_probe_knows(int seconds, string summary, DiagnosisCause cause, bool? probed)
    {
        var health = probed is null ? HealthRecord.None : new HealthRecord(HealthState.Unknown, 1, false, Probe(null));
        Says(summary, cause, Running(health, TimeSpan.FromSeconds(seconds)) with { Port = Free, Spec = Specs.Process(healthCheck: probed is null ? null : Specs.HealthCheck()) });
    }

    [Fact]
    public void An_answer_comes_from_somebody_who_listens() => Says(
        "web is running but unhealthy: its health check http://localhost:1/health answered 500.", DiagnosisCause.Unhealthy,
        Running(new HealthRecord(HealthState.Unhealthy, 3, true, Probe(500)), TimeSpan.FromMinutes(1)) with { Port = Free });

    [Fact]
    public void Where_ports_cannot_be_told_nobody_is_blamed() => Says(
        "web is running; nothing is wrong.", DiagnosisCause.None,
        Running(HealthRecord.None, TimeSpan.FromMinutes(1)) with { Spec = Specs.Process(), Port = Free with { IsKnown = false } });

    [Fact]
    public void Before_it_was_ever_healthy_it_is_starting() => Says(
        "web is running and has not been found healthy yet: its health check http://localhost:1/health answered 503.", DiagnosisCause.Starting,
        Running(new HealthRecord(HealthState.Unknown, 0, false, Probe(503)), TimeSpan.FromSeconds(9)));

    [Fact]
    public void The_chain_of_dependencies_is_followed_to_its_end() => Says(
        "web waits for api, which waits for db, which has failed: it exited with code 2.", DiagnosisCause.DependencyFailed,
        Facts(new ProcessState { Phase = Phase.Waiting, Generation = 1 }) with
        {
            Chain = [new("api", RunState.Starting, HealthState.None, "waits for db, which is failed"), new("db", RunState.Failed, HealthState.None, "exited with code 2")],
        });

    [Fact]
    public void What_may_still_be_alive_outranks_everything() => Says(
        "web could not be ended: sh (4711) still runs, so no other instance is started.", DiagnosisCause.Unsettled,
        Facts(new ProcessState { Phase = Phase.Failed, IsUnsettled = true, Reason = "could not be ended: sh (4711) still runs, so no other instance is started" }, Exit(1)) with { Port = Taken });

    [Fact]
    public void Every_state_has_one_sentence()
    {
        foreach (var phase in Enum.GetValues<Phase>())
        {
            var ending = phase == Phase.Stopping ? new Ending(AfterStop.Stopped, "stopped by x", new EndRequest(default, "stopped by x", EndCause.Wish)) : null;
            foreach (var exits in (ExitRecord[][])[[], [Exit(0)], [new ExitRecord { IsUnobserved = true }], [Ended("SIGTERM") with { Asked = "restarted by an operator" }]])
            {
                foreach (var goal in (bool[])[true, false])
                {
                    var found = Decide(Facts(new ProcessState { Phase = phase, Ending = ending, StoppedByServer = goal, Reason = "some reason" }, exits));
                    Assert.Matches(@"^web \S[^\n]*[^.]\.$", found.Summary);
                    Assert.All(found.Details, sentence => Assert.Matches(@"^[A-Z0-9][^\n]*[^.]\.$", sentence));
                }
            }
        }
    }

    private static void Says(string summary, DiagnosisCause cause, DiagnosisFacts facts)
    {
        var found = Decide(facts);
        Assert.Equal((summary, cause), (found.Summary, found.Cause));
    }

    private static ProcessDiagnosis Decide(DiagnosisFacts facts) => DiagnosisDecision.Of(facts, number => $"signal {number}");

    private static DiagnosisFacts Down(ExitRecord exit, params string[] lines) =>
        Facts(new ProcessState { Phase = Phase.Backoff, Goal = Goal.Up, Generation = 3, Failures = 2 }, exit) with { Exits = [new ExitFact(exit, lines)] };

    private static DiagnosisFacts Running(HealthRecord health, TimeSpan age) =>
        Facts(new ProcessState { Phase = Phase.Running, Goal = Goal.Up, Generation = 1, Run = new Run { Identity = Identity, Health = health, Since = Now.Elapsed - age } });

    private static DiagnosisFacts Facts(ProcessState state, params ExitRecord[] exits) => new()
    {
        Spec = Specs.Process(healthCheck: Specs.HealthCheck()), State = state with { Exits = [.. exits] }, Now = Now, Exits = [.. exits.Select(exit => new ExitFact(exit, []))],
    };

    private static ExitRecord Exit(int code) => new() { At = Noon, Code = code, Lasted = TimeSpan.FromSeconds(1) };

    private static ExitRecord Ended(string signal) => new() { At = Noon, Signal = signal, Lasted = TimeSpan.FromSeconds(1) };

    private static HealthCheckResult Probe(int? status) =>
        new(Noon, false, status, status is null ? "Connection refused" : $"answered {status}", TimeSpan.FromMilliseconds(3));
}
