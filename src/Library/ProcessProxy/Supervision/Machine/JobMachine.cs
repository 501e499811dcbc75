using ProcessProxy.Configuration;
using static ProcessProxy.Supervision.Machine.MachineEffect;
using static ProcessProxy.Supervision.Machine.MachineEvent;

namespace ProcessProxy.Supervision.Machine;

/// <summary>
/// Adds a schedule to the life of a process; pure, like <see cref="ProcessMachine"/>. It turns occurrences into starts, records how
/// each run ended, and decides when to check the clock again.
/// </summary>
internal static class JobMachine
{
    /// <summary>An occurrence that is noticed later than this is missed. Longer than <see cref="LongestSleep"/>, so none is missed only because the clock was not checked.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>The longest time between two checks of the clock: nobody reports that the clock was changed or that the machine was asleep.</summary>
    public static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(30);

    /// <summary>If the clock is set back by no more than this, no occurrence happens twice.</summary>
    private static readonly TimeSpan SmallSetBack = TimeSpan.FromHours(1);

    /// <summary>The limit on counting missed runs.</summary>
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromDays(366);

    private static readonly Start BySchedule = new("its schedule");

    /// <summary>Returns the effect of <paramref name="happened"/> on a process that has a schedule, or had one.</summary>
    public static Transition Step(ProcessState state, MachineEvent happened, ProcessSpec spec, Now now)
    {
        if (spec.Schedule is not { } schedule)
        {
            var free = ProcessMachine.Live(state with { Schedule = ScheduleState.None }, happened, spec, now);
            return free with { Effects = [.. free.Effects, new SetClockTimer(null)] };
        }

        var occurrences = new Occurrences(schedule, now.Zone);
        var plan = $"{schedule.Cron} {occurrences.Zone.Id}";
        var next = happened switch
        {
            ClockChecked => Look(state, spec, occurrences, plan, now),
            Activate e => Take(state, e, spec, occurrences, plan, now),
            PolicyChanged when state.Schedule.Plan != plan && state.Schedule.NextRunAt <= now.Utc && IsOn(state, spec) =>
                Then(ProcessMachine.Live(state, happened, spec, now), then => Occur(then, spec, now)),
            Overran e => End(state, e, schedule, spec, now),
            _ => ProcessMachine.Live(state, happened, spec, now),
        };
        next = next with { State = next.State with { Schedule = Book(state, next.State, happened, now) } };
        if (next.State.Schedule.IsQueued && IsOn(next.State, spec) && next.State.Phase is Phase.Stopped or Phase.Failed or Phase.Backoff)
        {
            next = Then(next, ended => Unqueue(ended, spec, now));
        }

        return Arm(state, next, happened, spec, occurrences, plan, now);
    }

    /// <summary>Returns whether the schedule starts it.</summary>
    public static bool IsOn(ProcessState state, ProcessSpec spec) =>
        spec is { Enabled: true, Schedule: not null } && state is { StoppedByOperator: false, StoppedByServer: false };

    private static Transition Then(Transition first, Func<ProcessState, Transition> then)
    {
        var second = then(first.State);
        return second with { Effects = [.. first.Effects, .. second.Effects] };
    }

    /// <summary>Puts the schedule in force. A process that ran continuously until now is not a run of a job.</summary>
    private static Transition Take(ProcessState state, Activate activate, ProcessSpec spec, Occurrences occurrences, string plan, Now now)
    {
        var before = state.Schedule.Plan is null ? ProcessMachine.Live(state, new Stop(activate.By, ByOperator: false), spec, now) : new(state);
        return Then(
            before with { State = before.State with { StoppedByOperator = false, StoppedByServer = false } },
            ready => Look(ready, spec, occurrences, plan, now));
    }

    /// <summary>Handles the occurrences between the last check and this one. The last one runs if it is recent; the others were missed.</summary>
    private static Transition Look(ProcessState state, ProcessSpec spec, Occurrences occurrences, string plan, Now now)
    {
        if (!IsOn(state, spec) || state.Schedule is not { Handled: { } handled } schedule || schedule.Plan != plan)
        {
            return new(state);
        }

        var (count, first, last) = occurrences.Between(From(handled, now), now.Utc);
        if (count == 0)
        {
            return new(state);
        }

        var isOnTime = now.Utc - last <= Grace;
        var missed = isOnTime ? count - 1 : count;
        var seen = state with
        {
            Schedule = missed == 0
                ? schedule with { Handled = last, Missed = 0, MissedSince = null }
                : schedule with { Handled = last, Missed = Math.Min(int.MaxValue - missed, schedule.Missed) + missed, MissedSince = schedule.MissedSince ?? first },
        };
        return isOnTime ? Occur(seen, spec, now) : new(seen);
    }

    /// <summary>Starts a run now.</summary>
    private static Transition Occur(ProcessState state, ProcessSpec spec, Now now) => (state.Phase, spec.Schedule!.Overlap) switch
    {
        (Phase.Stopped or Phase.Failed, _) when !state.IsUnsettled => ProcessMachine.Live(state, BySchedule, spec, now),

        // A failed run that waits for its retry has had its time.
        (Phase.Backoff, _) => ProcessMachine.Live(state, BySchedule, spec, now),
        (Phase.Running or Phase.Stopping, OverlapAction.Kill) when state.Ending is not { After: AfterStop.Start } =>
            ProcessMachine.Live(state, new Restart("its schedule (overlap: kill)"), spec, now),
        (Phase.Waiting or Phase.Launching or Phase.Running or Phase.Stopping, OverlapAction.Queue) when !state.Schedule.IsQueued =>
            new(state with { Schedule = state.Schedule with { IsQueued = true } }),
        (_, OverlapAction.Skip or OverlapAction.Queue or OverlapAction.Kill) => new(state with { Schedule = state.Schedule with { Skipped = Math.Min(int.MaxValue - 1, state.Schedule.Skipped) + 1 } }),
        var (_, overlap) => throw new ArgumentOutOfRangeException(nameof(spec), overlap, null),
    };

    private static Transition Unqueue(ProcessState state, ProcessSpec spec, Now now)
    {
        var free = state with { Schedule = state.Schedule with { IsQueued = false } };
        return state.IsUnsettled ? new(free) : Started(ProcessMachine.Live(free, BySchedule, spec, now), now);
    }

    /// <summary>Ends a run that has reached its time limit, or sets a timer that was early again.</summary>
    private static Transition End(ProcessState state, Overran overran, ScheduleSpec schedule, ProcessSpec spec, Now now) =>
        state.Phase != Phase.Running || schedule.MaxDuration is not { } most ? new(state)
        : state.Age(now) < most ? new(state, new SetOverrunTimer(state.Generation, most - state.Age(now)))
        : ProcessMachine.Live(state, overran, spec, now);

    /// <summary>Records a run that has begun or ended.</summary>
    private static ScheduleState Book(ProcessState before, ProcessState after, MachineEvent happened, Now now)
    {
        var schedule = after.Schedule;
        var lasted = before.Age(now);
        var ended = happened switch
        {
            Exited e when before.Phase == Phase.Running =>
                schedule with { LastDuration = lasted, LastResult = ResultOf(e.Exit) },
            Exited when before.Phase == Phase.Stopping =>
                schedule with { LastDuration = lasted, LastResult = schedule.LastResult ?? RunResult.Stopped },
            TreeEnded when before is { Phase: Phase.Stopping, HasExited: false } =>
                schedule with { LastDuration = lasted, LastResult = schedule.LastResult ?? RunResult.Stopped },
            Overran or Measured when before.Phase == Phase.Running && after.Phase == Phase.Stopping => schedule with { LastResult = RunResult.Failed },
            LaunchFailed or Prepared { Failure: not null } when before is { Phase: Phase.Launching, CalledOff: null } => schedule with { LastResult = RunResult.Failed },
            LaunchFailed or Prepared when before.Phase == Phase.Launching && after.Phase != Phase.Launching => schedule with { LastResult = RunResult.Stopped },
            FoundDead { Exit: { } exit } when after.Generation != before.Generation => schedule with { LastResult = schedule.LastResult ?? ResultOf(exit) },
            // A run without a record.
            Adopted e when after.Generation != before.Generation && (schedule.LastRunAt is null || schedule.LastResult is not null) =>
                schedule with { LastRunAt = e.StartedAt, LastDuration = null, LastResult = null, Skipped = 0 },
            _ => schedule,
        };
        if (ended.LastResult == RunResult.Succeeded && schedule.LastResult != RunResult.Succeeded)
        {
            ended = ended with { LastSuccessAt = happened is FoundDead { Exit.At: var at } ? at : now.Utc };
        }

        var begins = after.Phase == Phase.Launching && (before.Phase != Phase.Launching || before.Generation != after.Generation);
        return begins ? Begun(ended, now) : ended;
    }

    private static Transition Started(Transition transition, Now now) => transition.State.Phase == Phase.Launching
        ? transition with { State = transition.State with { Schedule = Begun(transition.State.Schedule, now) } }
        : transition;

    private static ScheduleState Begun(ScheduleState schedule, Now now) =>
        schedule with { LastRunAt = now.Utc, LastDuration = null, LastResult = null, Skipped = 0 };

    /// <summary>The end of an adopted run may be unknown.</summary>
    private static RunResult? ResultOf(ProcessExit exit) =>
        exit is { Code: null, Signal: null } ? null : exit.Code == 0 ? RunResult.Succeeded : RunResult.Failed;

    /// <summary>Computes the next run and sets the timers.</summary>
    private static Transition Arm(
        ProcessState before, Transition transition, MachineEvent happened, ProcessSpec spec, Occurrences occurrences, string plan, Now now)
    {
        var state = transition.State;
        var schedule = Planned(state, happened, spec, occurrences, plan, now);
        List<MachineEffect> effects = [.. transition.Effects];
        if (schedule.NextRunAt != before.Schedule.NextRunAt || happened is ClockChecked or Activate)
        {
            effects.Add(new SetClockTimer(Sleep(schedule.NextRunAt, now)));
        }

        if (state.Phase == Phase.Running && spec.Schedule!.MaxDuration is { } most
            && (before.Phase != Phase.Running || before.Generation != state.Generation || happened is PolicyChanged or Activate))
        {
            var left = most - state.Age(now);
            effects.Add(new SetOverrunTimer(state.Generation, left > TimeSpan.Zero ? left : TimeSpan.Zero));
        }

        return new(schedule == state.Schedule ? state : state with { Schedule = schedule }, effects);
    }

    private static ScheduleState Planned(
        ProcessState state, MachineEvent happened, ProcessSpec spec, Occurrences occurrences, string plan, Now now)
    {
        var schedule = state.Schedule;
        if (!IsOn(state, spec))
        {
            // A server that shuts down records since when the next one has missed runs; a disabled job misses none.
            var isGoingDown = spec.Enabled && !state.StoppedByOperator;
            return schedule with { Plan = plan, Handled = isGoingDown ? schedule.Handled : null, NextRunAt = null, IsQueued = false };
        }

        if (schedule.Handled is not { } handled || schedule.Plan != plan || handled - now.Utc > SmallSetBack)
        {
            return schedule with { Plan = plan, Handled = now.Utc, NextRunAt = occurrences.After(now.Utc) };
        }

        return schedule.NextRunAt is null || happened is ClockChecked or Activate ? schedule with { NextRunAt = occurrences.After(From(handled, now)) } : schedule;
    }

    private static DateTimeOffset From(DateTimeOffset handled, Now now) => now.Utc - handled > LongestAbsence ? now.Utc - LongestAbsence : handled;

    /// <summary>Returns the time until the next check, rounded up: a timer counts whole milliseconds, and an early one would be set again and again.</summary>
    private static TimeSpan? Sleep(DateTimeOffset? next, Now now)
    {
        if (next is not { } moment)
        {
            return null;
        }

        var left = TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling((moment - now.Utc).TotalMilliseconds)));
        return left < LongestSleep ? left : LongestSleep;
    }
}
