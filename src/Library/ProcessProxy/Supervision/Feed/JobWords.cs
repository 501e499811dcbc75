using System.Globalization;
using ProcessProxy.Configuration;
using ProcessProxy.Configuration.Keys;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Feed;

/// <summary>Describes a job for the API.</summary>
internal static class JobWords
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    /// <summary>Returns the schedule of a job and the results of its runs.</summary>
    public static ProcessSchedule? Show(ProcessSpec spec, ScheduleState state, Now now) => spec.Schedule is not { } schedule ? null : new()
    {
        Cron = schedule.Cron,
        Timezone = schedule.TimeZone ?? now.Zone.Id,
        Overlap = ProcessKeys.Overlaps.Show(schedule.Overlap),
        NextRunAt = state.NextRunAt,
        LastRunAt = state.LastRunAt,
        LastDuration = state.LastDuration,
        LastResult = state.LastResult,
        LastSuccessAt = state.LastSuccessAt,
        MissedRuns = state.Missed,
        MissedSince = state.MissedSince,
        SkippedRuns = state.Skipped,
    };

    /// <summary>Returns why the job is in its state; while it waits, also its last and next run.</summary>
    public static string Reason(ProcessSpec spec, ProcessState state, Now now)
    {
        if (spec.Schedule is not { } schedule || state.Phase is not (Phase.Stopped or Phase.Failed))
        {
            return state.Reason;
        }

        var zone = Occurrences.ZoneOf(schedule, now.Zone);
        var job = state.Schedule;
        var ran = job.LastRunAt is { } last ? $"; ran at {At(last)}{(job.LastDuration is { } lasted ? $" for {Duration(lasted)}" : "")}" : "";
        var missed = job.Missed > 0 ? $"; {Missed(job.Missed)} missed since {At(job.MissedSince ?? now.Utc)}" : "";
        var next = job.NextRunAt is { } moment ? $"; runs next at {At(moment)}"
            : !spec.Enabled ? "; is disabled and runs only when it is started"
            : state.StoppedByOperator ? "; its schedule is paused until it is started"
            : "";
        return state.Reason + ran + missed + next;

        string At(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, zone).ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
    }

    /// <summary><c>1 run was</c>, <c>at least 10000 runs were</c>.</summary>
    public static string Missed(int count) => count == 1 ? "1 run was" : $"{(count >= Occurrences.MostCounted ? "at least " : "")}{count} runs were";

    private static string Duration(TimeSpan duration) => duration < Long
        ? string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.#} s")
        : duration.ToString(duration.Days > 0 ? @"d\.hh\:mm\:ss" : @"h\:mm\:ss", CultureInfo.InvariantCulture);
}
