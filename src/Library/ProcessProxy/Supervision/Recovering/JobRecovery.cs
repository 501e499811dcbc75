using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Machine;
using static ProcessProxy.Supervision.Machine.MachineEvent;

namespace ProcessProxy.Supervision.Recovering;

/// <summary>Handles jobs for <see cref="Recovery"/>: a job does not run because a server starts, and a run that ended in the meantime has ended.</summary>
internal static class JobRecovery
{
    private const string ByServer = "the server at its start";

    /// <summary>Restores the history of a job, which survives a reboot: runs are missed while the machine is off.</summary>
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

    /// <summary>Completes recovery: the schedule is in force again, unless somebody has paused it.</summary>
    public static Recovered Scheduled(Recovered found, ProcessSpec spec) =>
        spec is { Schedule: not null, Enabled: true } && !found.State.StoppedByOperator
            ? found with { Then = [.. found.Then, new Activate(ByServer)] }
            : found;

    /// <summary>Handles that nothing is running. A run that was about to start a moment ago starts now.</summary>
    public static Recovered Resting(ProcessState state, PersistedState known, ProcessSpec spec, DateTimeOffset now)
    {
        if (known.Phase is Phase.Stopped or Phase.Failed)
        {
            return new(state with { Phase = known.Phase, Reason = known.Reason, Since = known.Since });
        }

        if (known.Schedule is null)
        {
            // It was no job, and a job does not run because a server starts.
            return new(state);
        }

        if (spec.Enabled && !known.StoppedByOperator && (now - known.Since).Duration() <= JobMachine.Grace)
        {
            return new(state, Then: new Start(ByServer, KeepsFailures: true));
        }

        var phase = known.Phase == Phase.Backoff ? Phase.Failed : Phase.Stopped;
        var reason = known.Phase == Phase.Launching ? "was being started when the server ended" : $"was to run when the server ended; then it {known.Reason}";
        return new(state with { Phase = phase, Reason = reason, Since = known.Since });
    }

    /// <summary>Returns whether the last run is over and its leftovers were being ended when the last server died.</summary>
    public static bool HasEnded(PersistedState known) =>
        known is { Goal: Goal.Down, StoppedByOperator: false, Phase: Phase.Stopping, Schedule.LastResult: not null };
}
