using ProcessProxy.Configuration;
using static ProcessProxy.Supervision.Machine.MachineEffect;
using static ProcessProxy.Supervision.Machine.MachineEvent;

namespace ProcessProxy.Supervision.Machine;

/// <summary>
/// The life of one process as one pure function. It receives an event and returns the new state and the actions;
/// it does nothing itself. docs/state-machine.md has a diagram.
/// </summary>
internal static partial class ProcessMachine
{
    /// <summary>Returns the result of <paramref name="happened"/>. Every event has a result in every phase; most are "nothing".</summary>
    public static Transition Step(ProcessState state, MachineEvent happened, ProcessSpec spec, Now now) =>
        happened.IsStale(state) ? Keep(state)
        : happened is Announced { Coming: var coming } ? Await(state, coming, now)
        : spec.Schedule is null && state.Schedule == ScheduleState.None ? Live(state, happened, spec, now)
        : JobMachine.Step(state, happened, spec, now);

    /// <summary>Does the same for an event that is not outdated, without the schedule.</summary>
    public static Transition Live(ProcessState state, MachineEvent happened, ProcessSpec spec, Now now) => (state.Phase, happened) switch
    {
        // While a process may be alive unseen, nothing is started beside it, whoever asks.
        (Phase.Failed, Stop { ByOperator: false } e) when state.IsUnsettled => Keep(Unwanted(state, e)),
        (Phase.Failed, Wish) when state.IsUnsettled => Keep(state),
        (Phase.Failed, FoundNothing) => Keep(state with { IsUnsettled = false }),

        // Commands of operators and of the configuration.
        (Phase.Stopped or Phase.Failed, Start e) => Begin(state with { Failures = e.KeepsFailures ? state.Failures : 0 }, spec, now, $"started by {e.By}"),
        (Phase.Launching, Start or Restart) when state is { Preparation: not null, CalledOff: not null } => Keep(PreparedAgain(Wanted(state), ((Wish)happened).By)),
        (Phase.Launching, Start or Restart) => Keep(Wanted(state) with { CalledOff = null }),
        (Phase.Stopping, Start e) => Keep(
            Redirected(Wanted(state), AfterStop.Start, $"started by {e.By}", $"its last run is being ended; then it is started by {e.By}") with { Failures = 0 }),
        (Phase.Backoff, Start or Restart or Relaunch) => Hasten(state, spec, now, ((Wish)happened).By),

        (Phase.Stopped or Phase.Failed, Restart e) => BeginAgain(state with { Failures = 0 }, spec, now, e.By),
        (Phase.Running, Restart { WhyNotAgain: { } why }) => new(state, new Refuse($"is left running and not restarted, as it could not start again: it {why}")),
        (Phase.Running, Restart e) => End(state with { Failures = 0 }, now, $"being restarted by {e.By}", AfterStop.Start, $"restarted by {e.By}"),
        (Phase.Stopping, Restart e) => Keep(
            Redirected(Wanted(state), AfterStop.Start, $"restarted by {e.By}", $"being restarted by {e.By}") with { Failures = 0 }),

        (Phase.Stopped, Stop e) => Keep(Unwanted(state, e)),
        (Phase.Failed or Phase.Waiting, Stop e) => Rest(Unwanted(state, e), Phase.Stopped, now, $"stopped by {e.By}"),
        (Phase.Launching, Stop e) => new(
            Unwanted(state, e) with { CalledOff = $"stopped by {e.By}", Reason = $"being stopped by {e.By}" }, state.Preparation is null ? [] : [new CallOff()]),
        (Phase.Running, Stop e) => End(Unwanted(state, e), now, $"being stopped by {e.By}", AfterStop.Stopped, $"stopped by {e.By}"),
        (Phase.Stopping, Stop e) => Keep(Redirected(Unwanted(state, e), AfterStop.Stopped, $"stopped by {e.By}", $"being stopped by {e.By}")),
        (Phase.Backoff, Stop e) when state.Run is null => Rest(Unwanted(state, e), Phase.Stopped, now, $"stopped by {e.By}"),
        (Phase.Backoff, Stop e) => Keep(EndingOf(Unwanted(state, e), now, $"being stopped by {e.By}", new(AfterStop.Stopped, $"stopped by {e.By}"))),

        (Phase.Stopped, Relaunch) => Keep(state with { Failures = 0 }),
        (Phase.Failed, Relaunch e) => BeginAgain(state with { Failures = 0 }, spec, now, e.By),
        (Phase.Waiting, Relaunch e) => Begin(state with { Failures = 0 }, spec, now, $"started by {e.By}"),
        (Phase.Launching, Relaunch e) when state is { Preparation: not null, CalledOff: null } => new(PreparedAgain(state with { Failures = 0 }, e.By), new CallOff()),
        (Phase.Running, Relaunch e) => End(state with { Failures = 0 }, now, $"being restarted by {e.By}", AfterStop.Start, $"restarted by {e.By}"),

        (Phase.Running, PolicyChanged or Enable) => SuperviseAnew(state, spec, now),
        (Phase.Waiting, PolicyChanged) => WaitAgain(state with { Failures = 0 }, spec),
        (Phase.Launching, PolicyChanged { PreStart: true }) when state is { Preparation: not null, CalledOff: null } =>
            Live(state, new Relaunch("a change of its configuration"), spec, now),
        (_, PolicyChanged) => Keep(state with { Failures = 0 }),
        (_, Enable e) => Live(state, new Start(e.By), spec, now),

        // What an earlier server left behind.
        (Phase.Stopped or Phase.Failed, Adopted e) => Adopt(state, e, spec, now),
        (Phase.Stopped or Phase.Failed, FoundDead e) => FindDead(state, e, spec, now),
        (Phase.Stopped or Phase.Failed, NotVerifiable e) => Unsettle(state, now, e.Why),

        // Events from outside.
        (Phase.Waiting, DependenciesReady) => LaunchNow(state, spec, now),
        (Phase.Waiting, DependencyBlocked e) => Keep(state with { Blocked = e.Why, Reason = e.Why ?? Waits(spec) }),
        (Phase.Launching, Prepared e) when state.Preparation is not null => Prepare(state, e, spec, now),
        (Phase.Launching, Launched e) => Launch(state, e, spec, now),
        (Phase.Launching, LaunchFailed e) => FailLaunch(state, e, spec, now),
        (Phase.Running, Exited e) => Exit(state, e, spec, now),
        (Phase.Running, Probed e) => Judge(state, e, spec, now),
        (Phase.Running, Measured e) => Weigh(state, e, spec, now),
        (Phase.Running, Overran) when spec.Schedule?.MaxDuration is { } most => EndFailed(state, spec, now, $"ran longer than its maxDuration ({most.TotalMilliseconds} ms)"),
        (Phase.Running, Lasted) when spec.Schedule is null => Keep(Lasting(state, spec)), // A run of a job that fails late has failed like one that fails early.
        (Phase.Stopping, Exited e) => new(ExitHistory.Exited(state, e, spec, now), new RemovePidFile()),
        (Phase.Stopping, StopCommandFailed e) => Keep(state with { Reason = $"{state.Reason} ({e.Why})" }),
        (Phase.Stopping, TreeEnded e) => Ended(ExitHistory.TreeEnded(state, spec, now), e, spec, now),
        (Phase.Backoff, TreeEnded e) when state.Run is not null => Cleared(state, e, spec, now),
        (Phase.Backoff, RestartDue) => state.Run is null ? BeginAgain(state, spec, now, null) : Keep(state with { Pause = state.Pause! with { IsOver = true } }),

        _ => Keep(state),
    };

    /// <summary>Returns whether an event may start something, so that a process that may be alive unseen is looked for first. An occurrence counts like a command.</summary>
    private static Transition Await(ProcessState state, MachineEvent coming, Now now) =>
        state.IsUnsettled && (coming is Wish || (coming is ClockChecked && state.Schedule.NextRunAt <= now.Utc)) ? new(state, new LookAgain()) : Keep(state);

    private static Transition Keep(ProcessState state) => new(state);

    private static ProcessState Wanted(ProcessState state) =>
        state with { Goal = Goal.Up, StoppedByOperator = false, StoppedByServer = false };

    private static ProcessState Unwanted(ProcessState state, Stop stop) =>
        state with
        {
            Goal = Goal.Down, StoppedByOperator = state.StoppedByOperator || stop.ByOperator, StoppedByServer = !stop.ByOperator,
        };

    /// <summary>Enters a phase, and removes the data that was valid only in the previous one.</summary>
    private static ProcessState Enter(ProcessState state, Phase phase, Now now, string reason) => state with
    {
        Phase = phase, Since = now.Utc, Reason = reason, Blocked = null, Preparation = null, CalledOff = null, Ending = null, Pause = null, IsUnsettled = false,
    };

    /// <summary>Nothing is alive and nothing follows.</summary>
    private static Transition Rest(ProcessState state, Phase phase, Now now, string reason, params IReadOnlyList<MachineEffect> effects) =>
        new(Enter(state, phase, now, reason) with { Run = null, IsAdopted = false }, effects);

    /// <summary>Something may be alive, and nothing more is known.</summary>
    private static Transition Unsettle(ProcessState state, Now now, string why, params IReadOnlyList<MachineEffect> effects)
    {
        var rest = Rest(state with { Goal = Goal.Down }, Phase.Failed, now, why, effects);
        return rest with { State = rest.State with { IsUnsettled = true } };
    }
}
