using System.Globalization;
using ProcessProxy.Configuration;
using ProcessProxy.Health;
using ProcessProxy.Platform.Processes;
using static ProcessProxy.Supervision.MachineEffect;
using static ProcessProxy.Supervision.MachineEvent;

namespace ProcessProxy.Supervision;

/// <summary>
/// How one process lives, as one pure function. It is told what happened and says what the state is now and what is to
/// be done; it does nothing itself. docs/state-machine.md draws it.
/// </summary>
internal static partial class ProcessMachine
{
    /// <summary>A restart so soon after an exit would wait for a look at every process of the machine, so it takes only the quick look.</summary>
    private static readonly TimeSpan ThoroughFrom = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan SuspiciouslyShort = TimeSpan.FromSeconds(2);

    /// <summary>What <paramref name="happened"/> leads to. Every event has an answer in every phase; most are "nothing".</summary>
    public static Transition Step(ProcessState state, MachineEvent happened, ProcessSpec spec, Now now) =>
        spec.Schedule is null && state.Schedule == ScheduleState.None ? Live(state, happened, spec, now) : JobMachine.Step(state, happened, spec, now);

    /// <summary>The same without regard to a schedule.</summary>
    public static Transition Live(ProcessState state, MachineEvent happened, ProcessSpec spec, Now now) => (state.Phase, happened) switch
    {
        // What operators and the configuration want.
        (Phase.Stopped or Phase.Failed, Start e) => Begin(state with { Failures = e.KeepsFailures ? state.Failures : 0 }, spec, now, $"started by {e.By}"),
        (Phase.Stopped or Phase.Failed, Restart e) => BeginAgain(state with { Failures = 0 }, spec, now, e.By),
        (Phase.Backoff, Start e) => Hasten(state, spec, now, e.By),
        (Phase.Backoff, Restart e) => Hasten(state, spec, now, e.By),
        (Phase.Waiting or Phase.Launching or Phase.Running, Start) => Keep(Wanted(state)),
        (Phase.Waiting or Phase.Launching, Restart) => Keep(Wanted(state)),
        (Phase.Running, Restart e) => End(Wanted(state) with { Failures = 0 }, now, $"being restarted by {e.By}", AfterStop.Start, $"restarted by {e.By}"),
        (Phase.Stopping, Start e) => Keep(Wanted(state) with
            { Failures = 0, After = AfterStop.Start, AfterReason = $"started by {e.By}", Reason = $"its last run is being ended; then it is started by {e.By}" }),
        (Phase.Stopping, Restart e) => Keep(Wanted(state) with
            { Failures = 0, After = AfterStop.Start, AfterReason = $"restarted by {e.By}", Reason = $"being restarted by {e.By}" }),
        (Phase.Stopped, Stop e) => Keep(Unwanted(state, e)),
        (Phase.Failed, Stop e) when state.IsUnsettled => Keep(Unwanted(state, e)),
        (Phase.Failed or Phase.Waiting, Stop e) => Rest(Unwanted(state, e), Phase.Stopped, now, $"stopped by {e.By}"),
        (Phase.Launching, Stop e) => Keep(Unwanted(state, e) with { AfterReason = $"stopped by {e.By}", Reason = $"being stopped by {e.By}" }),
        (Phase.Running, Stop e) => End(Unwanted(state, e), now, $"being stopped by {e.By}", AfterStop.Stopped, $"stopped by {e.By}"),
        (Phase.Stopping, Stop e) => Keep(Unwanted(state, e) with
            { After = AfterStop.Stopped, AfterReason = $"stopped by {e.By}", Reason = $"being stopped by {e.By}" }),
        (Phase.Backoff, Stop e) when state.Identity is null => Rest(Unwanted(state, e), Phase.Stopped, now, $"stopped by {e.By}"),
        (Phase.Backoff, Stop e) => Keep(Enter(Unwanted(state, e), Phase.Stopping, now, $"being stopped by {e.By}")
            with { After = AfterStop.Stopped, AfterReason = $"stopped by {e.By}", NextAttemptAt = null }),
        (Phase.Stopped, Relaunch) => Keep(state with { Failures = 0 }),
        (Phase.Failed, Relaunch e) => BeginAgain(state with { Failures = 0 }, spec, now, e.By),
        (Phase.Backoff, Relaunch e) => Hasten(state, spec, now, e.By),
        (Phase.Waiting, Relaunch e) => Begin(state with { Failures = 0 }, spec, now, $"started by {e.By}"),
        (Phase.Running, Relaunch e) => End(state with { Failures = 0 }, now, $"being restarted by {e.By}", AfterStop.Start, $"restarted by {e.By}"),
        (Phase.Running, PolicyChanged) => Probe(state with { Failures = 0, AboveMemory = 0, Excess = null, Reason = state.Origin }, spec, now, new StopProbing()),
        (Phase.Waiting, PolicyChanged) => WaitAgain(state with { Failures = 0 }, spec),
        (_, PolicyChanged) => Keep(state with { Failures = 0 }),

        // What an earlier server left behind.
        (Phase.Stopped or Phase.Failed, Adopted e) => Adopt(state, e, spec, now),
        (Phase.Stopped or Phase.Failed, FoundDead e) => FindDead(state, e, spec, now),
        (Phase.Stopped or Phase.Failed, NotVerifiable e) => Rest(state with { Goal = Goal.Down, IsUnsettled = true }, Phase.Failed, now, e.Why),

        // What the world reports. News of another generation is no news.
        (Phase.Waiting, DependenciesReady e) when e.Generation == state.Generation => Launching(state, now),
        (Phase.Waiting, DependencyBlocked e) when e.Generation == state.Generation => Keep(state with { Blocked = e.Why, Reason = e.Why ?? Waits(spec) }),
        (Phase.Launching, Launched e) when e.Generation == state.Generation => Run(state, e, spec, now),
        // That the server has no room for it just now is no failure of the program, however often.
        (Phase.Launching, LaunchFailed { Fault: LaunchFault.NoRoom } e) when e.Generation == state.Generation && state.Goal == Goal.Up => BackOff(
            state with { LaunchError = new(e.Generation, e.Why, e.Fault) }, spec, now, $"could not be launched: {e.Why.TrimEnd('.')}",
            RestartPolicy.DelayForRoom(spec.Restart, state.Failures)),
        (Phase.Launching, LaunchFailed e) when e.Generation == state.Generation =>
            Fail(state with { LaunchError = new(e.Generation, e.Why, e.Fault) }, spec, now, $"could not be launched: {e.Why.TrimEnd('.')}", isClean: false),
        (Phase.Running, Exited e) when e.Generation == state.Generation =>
            Fail(Completed(ExitHistory.Exited(state, e, spec, now), e, spec), spec, now, Describe(e.Exit, now.Elapsed - state.RunningSince, spec), IsClean(e.Exit, spec), new StopProbing(), new RemovePidFile()),
        (Phase.Stopping, Exited e) when e.Generation == state.Generation => new(ExitHistory.Exited(state, e, spec, now), new RemovePidFile()),
        (Phase.Stopping, TreeEnded e) when e.Generation == state.Generation => Ended(ExitHistory.TreeEnded(state, spec, now), e, spec, now),
        (Phase.Backoff, TreeEnded e) when e.Generation == state.Generation && state.Identity is not null => Cleared(state, e, spec, now),
        (Phase.Backoff, RestartDue e) when e.Generation == state.Generation =>
            state.Identity is null ? BeginAgain(state, spec, now, null) : Keep(state with { IsDue = true }),
        (Phase.Running, Overran e) when e.Generation == state.Generation && spec.Schedule?.MaxDuration is { } most =>
            EndFailed(state, spec, now, $"ran longer than its maxDuration ({most.TotalMilliseconds} ms)"),

        // A run of a job that fails late has failed like one that fails early.
        (Phase.Running, Lasted e) when e.Generation == state.Generation && spec.Schedule is null => Keep(Lasting(state, spec)),
        (Phase.Running, Probed e) when e.Generation == state.Generation => Judge(state, e, spec, now),

        (Phase.Running, Measured e) when e.Generation == state.Generation => Weigh(state, e, spec, now),

        _ => Keep(state),
    };

    private static Transition Keep(ProcessState state) => new(state);

    private static ProcessState Wanted(ProcessState state) =>
        state with { Goal = Goal.Up, StoppedByOperator = false, StoppedByServer = false };

    private static ProcessState Unwanted(ProcessState state, Stop stop) =>
        state with
        {
            Goal = Goal.Down, StoppedByOperator = state.StoppedByOperator || stop.ByOperator, StoppedByServer = !stop.ByOperator,
        };

    private static ProcessState Enter(ProcessState state, Phase phase, Now now, string reason) =>
        state with { Phase = phase, Since = now.Utc, Reason = reason };

    /// <summary>Nothing of it is alive and nothing is to come.</summary>
    private static Transition Rest(ProcessState state, Phase phase, Now now, string reason, params IReadOnlyList<MachineEffect> effects) => new(
        Enter(state, phase, now, reason) with
        {
            Identity = null, StartedAt = null, NextAttemptAt = null, IsDue = false, Blocked = null, IsAdopted = false, Health = HealthRecord.None,
        },
        effects);

    private static Transition BeginAgain(ProcessState state, ProcessSpec spec, Now now, string? by) =>
        Begin(state with { LastRestartAt = now.Utc }, spec, now, by is null ? $"started again after it {state.Reason}" : $"started by {by}");

    private static Transition Begin(ProcessState state, ProcessSpec spec, Now now, string reason, params IReadOnlyList<MachineEffect> before)
    {
        var next = Wanted(state) with
        {
            Generation = state.Generation + 1, Identity = null, StartedAt = null, NextAttemptAt = null, IsDue = false,
            Blocked = null, IsAdopted = false, HasExited = false, IsUnsettled = false, Health = HealthRecord.None, Origin = reason, OutputBegin = [],
        };
        return spec.DependsOn.Count == 0
            ? Launching(next, now, before)
            : new(Enter(next, Phase.Waiting, now, Waits(spec)), [.. before, new AwaitDependencies(next.Generation)]);
    }

    /// <summary>Waits for what it depends on by now. It is another attempt: news of the dependencies that it had before is no news.</summary>
    private static Transition WaitAgain(ProcessState state, ProcessSpec spec) => new(
        state with { Generation = state.Generation + 1, Blocked = null, Reason = Waits(spec) }, [new AwaitDependencies(state.Generation + 1)]);

    private static string Waits(ProcessSpec spec) => $"waits for what it depends on ({string.Join(", ", spec.DependsOn)})";

    private static Transition Launching(ProcessState state, Now now, params IReadOnlyList<MachineEffect> before) =>
        new(Enter(state, Phase.Launching, now, state.Origin) with { Blocked = null }, [.. before, new Launch(state.Generation)]);

    private static Transition Run(ProcessState state, Launched launched, ProcessSpec spec, Now now)
    {
        var running = Enter(state, Phase.Running, now, state.Origin) with
        {
            Identity = launched.Identity, HasExited = false, StartedAt = now.Utc, RunningSince = now.Elapsed, AboveMemory = 0, Excess = null,
            OutputBegin = launched.Output ?? [],
        };
        if (state.Goal == Goal.Down)
        {
            return End(running, now, "being stopped", AfterStop.Stopped, state.AfterReason, new Watch(state.Generation), new WritePidFile());
        }

        return Probe(
            running, spec, now, new Watch(state.Generation), new WritePidFile(), new SetLastedTimer(state.Generation, spec.Restart.ResetAfter));
    }

    private static Transition Adopt(ProcessState state, Adopted adopted, ProcessSpec spec, Now now)
    {
        var generation = state.Generation + 1;
        var left = spec.Restart.ResetAfter - adopted.Age;
        const string reason = "reconnected: it was running already";
        var running = Enter(Wanted(state), Phase.Running, now, reason) with
        {
            Generation = generation, Identity = adopted.Identity, HasExited = false, IsUnsettled = false, IsAdopted = true, Origin = reason,
            StartedAt = adopted.StartedAt, RunningSince = now.Elapsed - adopted.Age, AboveMemory = 0, Excess = null,
        };
        return Probe(
            running, spec, now, new Watch(generation), new WritePidFile(),
            new SetLastedTimer(generation, left > TimeSpan.Zero ? left : TimeSpan.Zero));
    }

    private static Transition FindDead(ProcessState state, FoundDead found, ProcessSpec spec, Now now)
    {
        var dead = Wanted(state) with { Generation = state.Generation + 1, Identity = found.Identity, IsUnsettled = false };
        var exit = found.Exit ?? new ProcessExit(null, null, now.Utc);
        if (spec.Schedule is not null && state.Schedule.LastResult is { } result)
        {
            // The last server saw the end of this run and judged it.
            return Fail(dead with { HasExited = true, LastExit = exit }, spec, now, state.Reason, result != RunResult.Failed, new RemovePidFile());
        }

        var why = found.Exit?.Describe() ?? "ended while no server was watching (unobserved exit)";
        // One that the earlier server saw is in its history.
        var known = found.Exit is null ? ExitHistory.FoundDead(dead, exit, found.Output) : dead with { HasExited = true, LastExit = exit };
        return Fail(known, spec, now, why, IsClean(exit, spec), new RemovePidFile());
    }

    /// <summary>What is to end rather than to run has done what it is for once it has ended well.</summary>
    private static ProcessState Completed(ProcessState state, Exited exited, ProcessSpec spec) =>
        spec.IsOneShot && exited.Exit.Code == 0 ? state with { HasCompleted = true } : state;

    /// <summary>Whether an end is no failure. That nobody was told how a job ended is none: jobs are meant to end.</summary>
    private static bool IsClean(ProcessExit exit, ProcessSpec spec) => exit.Code == 0 || (spec.Schedule is not null && exit is { Code: null, Signal: null });

    private static Transition Probe(ProcessState state, ProcessSpec spec, Now now, params IReadOnlyList<MachineEffect> before) =>
        spec.HealthCheck is null
            ? new(state with { Health = HealthRecord.None }, before)
            : new(state with { Health = HealthRecord.Unknown }, [.. before, new StartProbing(state.Generation, now.Elapsed - state.RunningSince)]);

    /// <summary>Ends a run that is alive.</summary>
    private static Transition End(
        ProcessState state, Now now, string reason, AfterStop after, string afterReason, params IReadOnlyList<MachineEffect> before) => new(
        Enter(state, Phase.Stopping, now, reason) with
        {
            After = after, AfterReason = afterReason, EndReason = afterReason, EndingSince = now.Elapsed, IsEndedForHealth = false, IsEndedForMemory = false,
        },
        [.. before, new StopProbing(), new EndTree(state.Generation, Thorough: true)]);

    /// <summary>A run ended by itself, or did not come about.</summary>
    private static Transition Fail(
        ProcessState state, ProcessSpec spec, Now now, string why, bool isClean, params IReadOnlyList<MachineEffect> before)
    {
        if (state.Goal == Goal.Down)
        {
            return GiveUp(state, AfterStop.Stopped, now, state.AfterReason, before);
        }

        var isJob = spec.Schedule is not null;
        if (!spec.Restart.OnExit || (isJob && isClean))
        {
            var after = isClean ? AfterStop.Stopped : AfterStop.Failed;
            return GiveUp(state with { Goal = Goal.Down }, after, now, isJob ? why : $"{why}; restartOnExit is false", before);
        }

        if (state.Failures >= spec.Restart.Max)
        {
            return GiveUp(state with { Goal = Goal.Down }, AfterStop.Failed, now, Spent(spec, why), before);
        }

        var failed = state with { Failures = state.Failures + 1 };
        var delay = RestartPolicy.Delay(spec.Restart, failed.Failures);
        if (state.Identity is null)
        {
            return BackOff(failed, spec, now, why, delay, before);
        }

        var waiting = BackOff(failed, spec, now, why, delay, before);
        return waiting with { Effects = [.. waiting.Effects, new EndTree(state.Generation, delay >= ThoroughFrom)] };
    }

    /// <summary>Ends a run of a job that has failed though it is alive.</summary>
    private static Transition EndFailed(ProcessState state, ProcessSpec spec, Now now, string why)
    {
        if (!spec.Restart.OnExit)
        {
            return End(state with { Goal = Goal.Down }, now, why, AfterStop.Failed, why);
        }

        return state.Failures >= spec.Restart.Max
            ? End(state with { Goal = Goal.Down }, now, why, AfterStop.Failed, Spent(spec, why))
            : End(state with { Failures = state.Failures + 1 }, now, why, AfterStop.Backoff, why);
    }

    /// <summary>The usual mistakes: programs such as nginx go into the background and the one we started ends at once; others read their input to its end.</summary>
    private static string Describe(ProcessExit exit, TimeSpan age, ProcessSpec spec) =>
        exit.Code == 0 && spec is { Restart.OnExit: true, Schedule: null } && age < SuspiciouslyShort
            ? string.Create(CultureInfo.InvariantCulture, $"{exit.Describe()} {age.TotalSeconds:0.0} s after its start (a program ends like this that puts itself into the background, or that reads its standard input, which is empty)")
            : exit.Describe();

    private static Transition BackOff(
        ProcessState state, ProcessSpec spec, Now now, string why, TimeSpan delay, params IReadOnlyList<MachineEffect> before)
    {
        var waiting = Enter(state, Phase.Backoff, now, why) with
        {
            NextAttemptAt = now.Utc + delay, IsDue = delay == TimeSpan.Zero, Health = HealthRecord.None,
        };
        if (delay > TimeSpan.Zero)
        {
            return new(waiting, [.. before, new SetRestartTimer(state.Generation, delay)]);
        }

        if (state.Identity is not null)
        {
            return new(waiting, before);
        }

        var again = BeginAgain(waiting, spec, now, null);
        return again with { Effects = [.. before, .. again.Effects] };
    }

    private static Transition GiveUp(ProcessState state, AfterStop after, Now now, string why, params IReadOnlyList<MachineEffect> before)
    {
        if (state.Identity is null)
        {
            return Rest(state, after == AfterStop.Failed ? Phase.Failed : Phase.Stopped, now, why, before);
        }

        var ending = Enter(state, Phase.Stopping, now, why) with { After = after, AfterReason = why };
        return new(ending, [.. before, new EndTree(state.Generation, Thorough: true)]);
    }

    private static string Spent(ProcessSpec spec, string why) => spec.Restart.Max == 0
        ? $"{why}; maxRestarts is 0, so it is never restarted"
        : spec.Restart.Max == 1 ? $"{why}; its one restart (maxRestarts) is spent"
        : $"{why}; all {spec.Restart.Max} restarts (maxRestarts) are spent";

    /// <summary>A stop has come to its end.</summary>
    private static Transition Ended(ProcessState state, TreeEnded ended, ProcessSpec spec, Now now)
    {
        MachineEffect[] release = state.HasExited ? [new Release()] : [new RemovePidFile(), new Release()];
        if (ended.Survivors.Count > 0)
        {
            return Rest(state with { Goal = Goal.Down, IsUnsettled = true }, Phase.Failed, now, Survived(ended), release);
        }

        switch (state.After)
        {
            case AfterStop.Start:
                return Begin(state with { LastRestartAt = now.Utc }, spec, now, state.AfterReason, release);
            case AfterStop.Backoff:
                var gone = state with { Identity = null, StartedAt = null };
                return BackOff(gone, spec, now, state.AfterReason, RestartPolicy.Delay(spec.Restart, state.Failures), release);
            case AfterStop.Failed:
                return Rest(state, Phase.Failed, now, state.AfterReason, release);
            default:
                return Rest(state, Phase.Stopped, now, state.AfterReason, release);
        }
    }

    /// <summary>What a run that ended by itself had left behind is gone.</summary>
    private static Transition Cleared(ProcessState state, TreeEnded ended, ProcessSpec spec, Now now)
    {
        if (ended.Survivors.Count > 0)
        {
            return Rest(state with { Goal = Goal.Down, IsUnsettled = true }, Phase.Failed, now, Survived(ended), new Release());
        }

        var clear = state with { Identity = null, StartedAt = null };
        if (!state.IsDue)
        {
            return new(clear, new Release());
        }

        var again = BeginAgain(clear, spec, now, null);
        return again with { Effects = [new Release(), .. again.Effects] };
    }

    private static string Survived(TreeEnded ended) =>
        $"could not be ended: {string.Join(", ", ended.Survivors)} still runs, so no other instance is started";

    private static Transition Hasten(ProcessState state, ProcessSpec spec, Now now, string by)
    {
        var fresh = Wanted(state) with { Failures = 0, IsDue = true, NextAttemptAt = now.Utc };
        return state.Identity is null ? BeginAgain(fresh, spec, now, by) : Keep(fresh);
    }
}
