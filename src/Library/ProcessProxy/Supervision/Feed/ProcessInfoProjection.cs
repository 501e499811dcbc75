using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Feed;

/// <summary>Converts a process to its public form: its configuration and state at one moment.</summary>
internal static class ProcessInfoProjection
{
    private const string Hidden = "***";

    public static ProcessInfo Of(ProcessSpec spec, ProcessState state, Now now)
    {
        var running = state is { Phase: Phase.Running or Phase.Stopping, Run: { HasExited: false } run } ? run : null;
        return new ProcessInfo
        {
            Id = spec.Id,
            Name = spec.Name,
            Description = spec.Description,
            Enabled = spec.Enabled,
            State = StateOf(state.Phase),
            Health = HealthOf(spec, state),
            Reason = JobWords.Reason(spec, state, now),
            Since = state.Since,
            IsRunning = running is not null,
            Pid = running?.Identity.Pid,
            StartTime = running?.StartedAt,
            Uptime = running is null ? null : state.Age(now),
            RestartCount = state.Failures,
            RestartsLeft = RestartPolicy.Left(spec.Restart, state.Failures),
            CrashLooping = RestartPolicy.IsCrashLooping(state),
            NextRestartAt = state.Pause?.NextAttemptAt,
            LastExit = state.LastExit,
            LastRestartTime = state.LastRestartAt,
            HealthCheckFailures = state.Health.Failures,
            LastHealthCheck = state.Health.Last,
            Schedule = JobWords.Show(spec, state.Schedule, now),
            PidFile = spec.Launch.PidFile,
            LogFile = spec.Launch.Log.File,
            Port = state.Phase is Phase.Launching or Phase.Running or Phase.Stopping ? state.Port : spec.Process?.Port?.Number,
            IsReconnected = state.IsAdopted,
            Command = spec.Launch.Command,
            Args = spec.Launch.Args,
            Cwd = spec.Launch.Cwd,
            Env = spec.Launch.Env.ToDictionary(entry => entry.Key, _ => Hidden),
        };
    }

    /// <summary>Returns the public form of the health.</summary>
    public static HealthState HealthOf(ProcessSpec spec, ProcessState state) =>
        spec.HealthCheck is null ? HealthState.None : state.Phase == Phase.Running ? state.Health.State : HealthState.Unknown;

    /// <summary>Returns the public form of a phase.</summary>
    public static RunState StateOf(Phase phase) => phase switch
    {
        Phase.Waiting or Phase.Launching => RunState.Starting,
        Phase.Running => RunState.Running,
        Phase.Stopping => RunState.Stopping,
        Phase.Backoff => RunState.Backoff,
        Phase.Failed => RunState.Failed,
        Phase.Stopped => RunState.Stopped,
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, null),
    };
}
