using System.Text.RegularExpressions;
using ProcessProxy.Configuration;
using ProcessProxy.Health;
using ProcessProxy.Supervision.Diagnosis;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Machine;

/// <summary>What is said of a process fits what it is doing, whatever has happened to it before.</summary>
public sealed partial class ReasonTests
{
    private const int Steps = 60_000;
    private static readonly DateTimeOffset Begin = new(2031, 3, 7, 12, 0, 0, TimeSpan.Zero);

    private static readonly ProcessSpec[] Kinds =
    [
        Specs.Process(maxRestarts: 2), Specs.Process(onExit: false), Specs.Process(enabled: false, restartDelay: 0), Specs.Process(dependsOn: "db"),
        Specs.Process(healthCheck: Check(2, UnhealthyAction.Restart), maxRestarts: 1), Specs.Process(healthCheck: Check(1, UnhealthyAction.Report), dependsOn: "db"),
        Specs.Process(maxMemory: 512 << 20, maxRestarts: 1, healthCheck: Check(2, UnhealthyAction.Report)),
        Specs.Job("* * * * * *", maxDuration: 3000), Specs.Job("*/7 * * * * *", retries: true, maxRestarts: 2), Specs.Job("*/2 * * * * *", overlap: OverlapAction.Kill) with { DependsOn = ["db"] },
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Reason_and_diagnosis_fit_every_state(int seed)
    {
        var seen = new HashSet<(Phase, HealthState, bool)>();
        var wrong = new Dictionary<string, string>();
        foreach (var spec in Kinds)
        {
            var random = new Random(seed);
            var (state, elapsed) = (new ProcessState { Since = Begin }, TimeSpan.FromSeconds(1));
            for (var step = 0; step < Steps / Kinds.Length; step++)
            {
                var events = SampleEvents.Of(state.Generation).Where(one => one is not MachineEvent.FoundNothing).ToArray();
                elapsed += TimeSpan.FromMilliseconds(random.Next(2000));
                var now = new Now(elapsed, Begin + elapsed);
                if (state.IsUnsettled && random.Next(10) == 0)
                {
                    // It is looked at for the sake of a command, which comes at once.
                    state = ProcessMachine.Step(state, new MachineEvent.FoundNothing(), spec, now).State;
                    state = ProcessMachine.Step(state, new MachineEvent.Start("x"), spec, now).State;
                }

                state = ProcessMachine.Step(state, events[random.Next(events.Length)], spec, now).State;
                foreach (var (what, told) in Misfits(spec, state, now))
                {
                    wrong.TryAdd(what, told);
                }

                seen.Add((state.Phase, ProcessInfoProjection.HealthOf(spec, state), spec.Schedule is not null));
            }
        }

        Assert.Empty(wrong);

        // A job has no health check; only what runs has a verdict.
        Assert.Equal(
            [.. from phase in Enum.GetValues<Phase>() from isJob in (bool[])[false, true] select (phase, HealthState.None, isJob)],
            seen.Where(one => one.Item2 == HealthState.None).OrderBy(one => one.Item1).ThenBy(one => one.Item3));
        Assert.Superset(new HashSet<HealthState>(Enum.GetValues<HealthState>()), seen.Where(one => one.Item1 == Phase.Running).Select(one => one.Item2).ToHashSet());
    }

    private static HealthCheckSpec Check(int retries, UnhealthyAction action) => Specs.HealthCheck(retries, action) with { StartPeriod = TimeSpan.Zero };

    /// <summary>What does not fit, and all that is said then.</summary>
    private static IEnumerable<(string What, string Told)> Misfits(ProcessSpec spec, ProcessState state, Now now)
    {
        var info = ProcessInfoProjection.Of(spec, state, now);
        var found = DiagnosisDecision.Of(
            new DiagnosisFacts
            {
                Spec = spec, State = state, Now = now, Exits = [.. state.Exits.Select(exit => new ExitFact(exit, []))],
                Chain = state.Phase == Phase.Waiting ? [new("db", RunState.Starting, HealthState.None, "started by x")] : [],
            },
            number => $"signal {number}");
        var told = $"{state.Phase}, {info.Health}{(spec.Schedule is null ? "" : ", a job")}: '{info.Reason}'; {found.Summary} {string.Join(' ', found.Details)}";

        (string What, bool IsWrong)[] rules =
        [
            ("the reason", !ReasonOf(state, info.Health).IsMatch(info.Reason)),
            ("the summary", !SummaryOf(state, info.Health).IsMatch(found.Summary)),
            ("waits though it does not wait", state.Phase != Phase.Waiting && found.Summary.Contains("what it depends on", StringComparison.Ordinal)),
            ("a job is meant to end", spec.Schedule is not null && told.Contains("without being asked", StringComparison.Ordinal)),
            ("a job is meant to end at once", spec.Schedule is not null && told.Contains("background", StringComparison.Ordinal)),
            ("nothing is wrong though it does not run", state.Phase != Phase.Running && found.Cause == DiagnosisCause.None),
        ];
        return rules.Where(rule => rule.IsWrong).Select(rule => ($"{rule.What}: {state.Phase}, {info.Health}", told));
    }

    private static Regex ReasonOf(ProcessState state, HealthState health) => state.Phase switch
    {
        _ when state.IsUnsettled => CouldNot(),
        Phase.Stopped => Stopped(),
        Phase.Waiting => Waits(),
        Phase.Launching => Launching(),
        Phase.Running when health == HealthState.Unhealthy => Unhealthy(),
        Phase.Running => Running(),
        Phase.Stopping => Stopping(),
        _ => Ended(),
    };

    private static Regex SummaryOf(ProcessState state, HealthState health) => state.Phase switch
    {
        _ when state.IsUnsettled => CouldNotBe(),
        Phase.Waiting => Waiting(),
        Phase.Launching => IsBeingStarted(),
        Phase.Running when health == HealthState.Healthy => IsHealthy(),
        Phase.Running => IsRunning(),
        _ => IsNotRunning(),
    };

    [GeneratedRegex("^could not be ended: ")]
    private static partial Regex CouldNot();

    [GeneratedRegex("^(stopped by |exited with code 0|not started yet|was ended by )")]
    private static partial Regex Stopped();

    [GeneratedRegex(@"^waits( for what it depends on \(db\))?$")]
    private static partial Regex Waits();

    [GeneratedRegex("^(re)?started (by|again after it) |^being stopped by ")]
    private static partial Regex Launching();

    [GeneratedRegex("^(re)?started (by|again after it) |^uses too much memory, ")]
    private static partial Regex Running();

    [GeneratedRegex("^is unhealthy: .*left running, as ")]
    private static partial Regex Unhealthy();

    [GeneratedRegex("^(being (re)?(started|stopped)|its last run is being ended; then it is started by |was unhealthy: |used too much memory: |ran longer |exited |was ended by )")]
    private static partial Regex Stopping();

    [GeneratedRegex("^(exited |was ended by |could not be launched: |was unhealthy: |used too much memory: |ran longer )")]
    private static partial Regex Ended();

    [GeneratedRegex("^(web|job) could not be ended: ")]
    private static partial Regex CouldNotBe();

    [GeneratedRegex("^(web|job) waits for db, which is being started ")]
    private static partial Regex Waiting();

    [GeneratedRegex(@"^(web|job) is being started\.$")]
    private static partial Regex IsBeingStarted();

    [GeneratedRegex("^web is running and healthy")]
    private static partial Regex IsHealthy();

    [GeneratedRegex("^(web|job) is running")]
    private static partial Regex IsRunning();

    [GeneratedRegex("^(web|job) (?!is running)")]
    private static partial Regex IsNotRunning();
}
