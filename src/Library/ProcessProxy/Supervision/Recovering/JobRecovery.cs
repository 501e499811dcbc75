using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Machine;
using static ProcessProxy.Supervision.Machine.MachineEvent;

namespace ProcessProxy.Supervision.Recovering;

/// <summary>What <see cref="Recovery"/> makes of the record of a job: nothing of it runs because a server starts, and what ended meanwhile has ended.</summary>
internal static class JobRecovery
{
    private const string ByServer = "the server at its start";

    /// <summary>The history of a job outlives the boot of the machine: days off are what runs are missed on.</summary>
    public static ProcessState Remember(ProcessState state, PersistedState? known, string bootId)
    {
        if (known?.Schedule is not { } schedule)
        {
            return state;
        }

        var remembered = state with { Schedule = schedule, LastExit = known.LastExit, LastRestartAt = known.LastRestartAt, Exits = known.Exits };
        return known.BootId == bootId ? remembered : remembered with
        {
            Reason = known.Phase is Phase.Stopped or Phase.Failed ? known.Reason : "its last run ended with the machine",
            Schedule = schedule with { IsQueued = false },
        };
    }

    /// <summary>The end of looking: the schedule is in force again, unless somebody has paused it.</summary>
    public static Recovered Scheduled(Recovered found, ProcessSpec spec) =>
        spec is { Schedule: not null, Enabled: true } && !found.State.StoppedByOperator
            ? found with { Then = [.. found.Then, new Activate(ByServer)] }
            : found;

    /// <summary>Nothing of it runs. What was about to run a moment ago runs now.</summary>
    public static Recovered Resting(ProcessState state, PersistedState known, ProcessSpec spec, DateTimeOffset now)
    {
        if (known.Phase is Phase.Stopped or Phase.Failed)
        {
            return new(state with { Phase = known.Phase, Reason = known.Reason, Since = known.Since });
        }

        if (spec.Enabled && !known.StoppedByOperator && (now - known.Since).Duration() <= JobMachine.Grace)
        {
            return new(state, Then: new Start(ByServer, KeepsFailures: true));
        }

        var phase = known.Phase == Phase.Backoff ? Phase.Failed : Phase.Stopped;
        return new(state with { Phase = phase, Reason = $"was to run when the server ended; then it {known.Reason}", Since = known.Since });
    }

    /// <summary>Whether its last run is over and was being cleared away when the last server died.</summary>
    public static bool HasEnded(PersistedState known) =>
        known is { Goal: Goal.Down, StoppedByOperator: false, Phase: Phase.Stopping, Schedule.LastResult: not null };
}
