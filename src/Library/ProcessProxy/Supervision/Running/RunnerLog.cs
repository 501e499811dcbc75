using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Keys;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Services;
using static ProcessProxy.Supervision.Machine.MachineEvent;

namespace ProcessProxy.Supervision.Running;

/// <summary>Writes what happens to a program to the server's own log.</summary>
internal static class RunnerLog
{
    /// <summary>Reports the difference between two states.</summary>
    public static void Tell(string id, ProcessSpec spec, ProcessState before, ProcessState after, MachineEvent happened, RunnerServices services)
    {
        if (before.Phase != after.Phase && after.Phase is not Phase.Launching && services.Switches.Restarts)
        {
            var level = after.Phase switch { Phase.Failed => LogLevel.Error, Phase.Backoff => LogLevel.Warning, _ => LogLevel.Information };
            var word = ProcessInfoProjection.StateOf(after.Phase).ToString().ToLowerInvariant();
            Log.StateChanged(services.Logger, level, id, after.Phase == Phase.Running ? $"{word} (pid {after.Identity?.Pid})" : word, after.Reason);
        }

        TellOfRuns(id, spec, before.Schedule, after.Schedule, services);
        if (happened is Probed probed && services.Switches.HealthChecks)
        {
            Log.Probed(services.Logger, id, probed.Result.Detail, probed.Result.Duration.TotalMilliseconds);
        }
        else if (before.Health.State != after.Health.State && after.Health.State is HealthState.Healthy or HealthState.Unhealthy)
        {
            var level = after.Health.State == HealthState.Unhealthy ? LogLevel.Warning : LogLevel.Information;
            Log.HealthChanged(services.Logger, level, id, after.Health.State.ToString().ToLowerInvariant(), after.Health.Last?.Detail ?? "");
        }
    }

    private static void TellOfRuns(string id, ProcessSpec spec, ScheduleState before, ScheduleState after, RunnerServices services)
    {
        if (after.Missed > before.Missed)
        {
            Log.RunsMissed(services.Logger, id, JobWords.Missed(after.Missed - before.Missed), after.MissedSince ?? default);
        }

        if (after.Skipped > before.Skipped)
        {
            Log.RunSkipped(services.Logger, id, spec.Schedule is { } schedule ? ProcessKeys.Overlaps.Show(schedule.Overlap) : "");
        }
    }
}
