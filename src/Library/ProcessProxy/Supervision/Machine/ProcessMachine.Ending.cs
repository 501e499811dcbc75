using System.Diagnostics;
using System.Globalization;
using ProcessProxy.Configuration;
using ProcessProxy.Health;
using ProcessProxy.Platform.Processes;
using static ProcessProxy.Supervision.Machine.MachineEffect;
using static ProcessProxy.Supervision.Machine.MachineEvent;

namespace ProcessProxy.Supervision.Machine;

/// <content>The end of a run, and what follows.</content>
internal static partial class ProcessMachine
{
    /// <summary>A restart so soon after an exit would wait for a scan of all processes of the machine, so it uses only the quick check.</summary>
    private static readonly TimeSpan ThoroughFrom = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan SuspiciouslyShort = TimeSpan.FromSeconds(2);

    /// <summary>Ends a running program.</summary>
    private static Transition End(
        ProcessState state, Now now, string reason, AfterStop after, string why, EndCause cause = EndCause.Wish, params IReadOnlyList<MachineEffect> before) => new(
        EndingOf(state, now, reason, new(after, why, new EndRequest(now.Elapsed, why, cause))),
        [.. before, new StopProbing(), new EndTree(state.Generation, Thorough: true)]);

    /// <summary>Ends a run of a job that has failed although it is alive.</summary>
    private static Transition EndFailed(ProcessState state, ProcessSpec spec, Now now, string why, EndCause cause = EndCause.Wish)
    {
        var (charged, after, reason) = Charge(state, spec, why, isClean: false);
        return End(charged, now, why, after, reason, cause);
    }

    private static ProcessState EndingOf(ProcessState state, Now now, string reason, Ending ending) => Enter(state, Phase.Stopping, now, reason) with { Ending = ending };

    /// <summary>Changes what follows the end in progress.</summary>
    private static ProcessState Redirected(ProcessState state, AfterStop after, string why, string reason) =>
        state with { Ending = state.Ending! with { After = after, Why = why }, Reason = reason };

    private static Transition Exit(ProcessState state, Exited exited, ProcessSpec spec, Now now)
    {
        var ended = ExitHistory.Exited(state, exited, spec, now);

        // Other processes may wait for this (dependsOn: completed).
        var completed = spec.Schedule is null && exited.Exit.Code == 0 ? ended with { HasCompleted = true } : ended;
        return Fail(completed, spec, now, Describe(exited.Exit, state.Age(now), spec), IsClean(exited.Exit, spec), new StopProbing(), new RemovePidFile());
    }

    private static Transition FailLaunch(ProcessState state, LaunchFailed failed, ProcessSpec spec, Now now)
    {
        var noted = state with { LaunchError = new(failed.Generation, failed.Why, failed.Fault, failed.Output) };
        var why = $"could not be launched: {failed.Why.TrimEnd('.')}";

        // A lack of resources in the server is never a failure of the program.
        return state.CalledOff is { } calledOff ? Rest(noted, Phase.Stopped, now, calledOff)
            : failed.Fault == LaunchFault.NoRoom ? BackOff(noted, spec, now, why, RestartPolicy.DelayForRoom(spec.Restart, state.Failures, now.Chance))
            : Fail(noted, spec, now, why, isClean: false);
    }

    private static Transition FindDead(ProcessState state, FoundDead found, ProcessSpec spec, Now now)
    {
        var dead = Wanted(state) with
        {
            Generation = state.Generation + 1, Run = new Run { Identity = found.Identity, HasExited = true, Since = now.Elapsed },
            Failures = found.IsCounted ? Math.Max(0, state.Failures - 1) : state.Failures,
        };
        var exit = found.Exit ?? new ProcessExit(null, null, now.Utc);
        if (spec.Schedule is not null && state.Schedule.LastResult is { } result)
        {
            // The last server saw the end of this run and has judged it.
            return Fail(dead with { LastExit = exit }, spec, now, state.Reason, result != RunResult.Failed, new RemovePidFile());
        }

        var why = found.Exit?.Describe() ?? "ended while no server was watching (unobserved exit)";

        // An exit that the earlier server saw is already in its history.
        var known = found.Exit is null ? ExitHistory.FoundDead(dead, exit, found.Output) : dead with { LastExit = exit };
        return Fail(known, spec, now, why, IsClean(exit, spec), new RemovePidFile());
    }

    /// <summary>Returns whether an exit is not a failure. An unknown exit of a job is none: jobs are meant to exit.</summary>
    private static bool IsClean(ProcessExit exit, ProcessSpec spec) => exit.Code == 0 || (spec.Schedule is not null && exit is { Code: null, Signal: null });

    /// <summary>The usual mistakes: programs such as nginx move to the background, so the one we started exits immediately; others read their input to its end.</summary>
    private static string Describe(ProcessExit exit, TimeSpan age, ProcessSpec spec) =>
        exit.Code == 0 && spec is { Restart.OnExit: RestartCondition.Always, Schedule: null } && age < SuspiciouslyShort
            ? string.Create(CultureInfo.InvariantCulture, $"{exit.Describe()} {age.TotalSeconds:0.0} s after its start (a program ends like this that puts itself into the background{(spec.Launch.Stdin == InputMode.Empty ? ", or that reads its standard input, which is empty" : "")})")
            : exit.Describe();

    /// <summary>Handles a run that exited by itself, or was not launched.</summary>
    private static Transition Fail(ProcessState state, ProcessSpec spec, Now now, string why, bool isClean, params IReadOnlyList<MachineEffect> before)
    {
        var (charged, after, reason) = Charge(state, spec, why, isClean);
        if (after != AfterStop.Backoff)
        {
            return state.Run is null
                ? Rest(charged, AtRest(after), now, reason, before)
                : new(EndingOf(charged, now, reason, new(after, reason)), [.. before, new EndTree(state.Generation, Thorough: true)]);
        }

        var delay = RestartPolicy.Delay(spec.Restart, charged.Failures, now.Chance);
        var waiting = BackOff(charged, spec, now, why, delay, before);
        return state.Run is null ? waiting : waiting with { Effects = [.. waiting.Effects, new EndTree(state.Generation, delay >= ThoroughFrom)] };
    }

    /// <summary>Returns what follows a run that has failed, or has exited although it should not: another attempt, which uses up a restart, or none.</summary>
    private static (ProcessState State, AfterStop After, string Why) Charge(ProcessState state, ProcessSpec spec, string why, bool isClean)
    {
        var isJob = spec.Schedule is not null;
        return !IsRestarted(spec, isClean)
            ? (state with { Goal = Goal.Down }, isClean ? AfterStop.Stopped : AfterStop.Failed, isJob ? why : $"{why}; restartOnExit is {Word(spec.Restart.OnExit)}")
            : RestartPolicy.IsSpent(spec.Restart, state.Failures) ? (state with { Goal = Goal.Down }, AfterStop.Failed, $"{why}; {Spent(spec)}")
            : (state with { Failures = state.Failures + 1 }, AfterStop.Backoff, why);
    }

    /// <summary>Returns whether another attempt follows an exit while restarts are left. It never follows a successful exit of a job.</summary>
    private static bool IsRestarted(ProcessSpec spec, bool isClean) => spec.Restart.OnExit switch
    {
        RestartCondition.Never => false,
        RestartCondition.OnFailure => !isClean,
        RestartCondition.Always => !isClean || spec.Schedule is null,
        var other => throw new ArgumentOutOfRangeException(nameof(spec), other, "There is no such condition."),
    };

    private static string Word(RestartCondition condition) => condition == RestartCondition.OnFailure ? "onFailure" : "false";

    private static string Spent(ProcessSpec spec) => spec.Restart.Max switch
    {
        0 => "maxRestarts is 0, so it is never restarted",
        1 => "its one restart (maxRestarts) is spent",
        var max => $"all {max} restarts (maxRestarts) are spent",
    };

    private static Transition BackOff(ProcessState state, ProcessSpec spec, Now now, string why, TimeSpan delay, params IReadOnlyList<MachineEffect> before)
    {
        var waiting = WithHealth(Enter(state, Phase.Backoff, now, why), HealthRecord.None) with { Pause = new(now.Utc + delay, IsOver: delay == TimeSpan.Zero) };
        return delay > TimeSpan.Zero ? new(waiting, [.. before, new SetRestartTimer(state.Generation, delay)])
            : state.Run is not null ? new(waiting, before)
            : BeginAgain(waiting, spec, now, null, before);
    }

    /// <summary>Completes a stop.</summary>
    private static Transition Ended(ProcessState state, TreeEnded ended, ProcessSpec spec, Now now)
    {
        MachineEffect[] release = state.HasExited ? [new Release()] : [new RemovePidFile(), new Release()];
        if (ended.Survivors.Count > 0)
        {
            return Unsettle(state, now, Survived(ended.Survivors), release);
        }

        var (after, why, _) = state.Ending!;
        return after switch
        {
            AfterStop.Start => Begin(state with { LastRestartAt = now.Utc }, spec, now, why, release),
            AfterStop.Backoff => BackOff(state with { Run = null }, spec, now, why, RestartPolicy.Delay(spec.Restart, state.Failures, now.Chance), release),
            _ => Rest(state, AtRest(after), now, why, release),
        };
    }

    /// <summary>Handles that the leftovers of a run that exited by itself are gone.</summary>
    private static Transition Cleared(ProcessState state, TreeEnded ended, ProcessSpec spec, Now now)
    {
        if (ended.Survivors.Count > 0)
        {
            return Unsettle(state, now, Survived(ended.Survivors), new Release());
        }

        var clear = state with { Run = null };
        return state.Pause!.IsOver ? BeginAgain(clear, spec, now, null, new Release()) : new(clear, new Release());
    }

    private static Phase AtRest(AfterStop after) => after switch
    {
        AfterStop.Stopped => Phase.Stopped,
        AfterStop.Failed => Phase.Failed,
        _ => throw new UnreachableException($"After the end comes {after}, which is no rest."),
    };

    private static string Survived(IReadOnlyList<string> survivors) =>
        $"could not be ended: {string.Join(", ", survivors)} still runs, so no other instance is started";
}
