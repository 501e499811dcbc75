using System.Diagnostics.Metrics;
using ProcessProxy.Supervision.Feed;

namespace ProcessProxy.Supervision.Metrics;

/// <summary>The additional metrics of processes with a schedule: they are meant to exit, so it means nothing that they are not running.</summary>
internal static class JobMetrics
{
    private static readonly RunResult[] Results = Enum.GetValues<RunResult>();

    /// <summary>Creates the instruments.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="feed">The states of the processes.</param>
    /// <param name="counters">The counters of the processes.</param>
    public static void Add(Meter meter, StateFeed feed, ProcessCounters counters)
    {
        meter.CreateObservableGauge(
            "processproxy.job.last_success_timestamp", () => Each(job => job.LastSuccessAt is { } at ? at.ToUnixTimeMilliseconds() / 1000.0 : null), "s",
            "When a run of the job last ended well, in seconds since 1970.");
        meter.CreateObservableGauge("processproxy.job.last_duration", () => Each(job => job.LastDuration?.TotalSeconds), "s", "How long the last run of the job took.");
        meter.CreateObservableGauge("processproxy.job.missed", () => Each(job => job.MissedRuns), "{run}", "Runs that the job has missed since it last ran on time.");
        meter.CreateObservableCounter("processproxy.job.runs", Runs, "{run}", "Runs of the job, by how they ended.");

        IEnumerable<Measurement<double>> Each(Func<ProcessSchedule, double?> read) =>
            from info in feed.All()
            let value = info.Schedule is { } job ? read(job) : null
            where value is not null
            select new Measurement<double>(value.Value, Name(info));

        IEnumerable<Measurement<long>> Runs() =>
            from info in feed.All()
            where info.Schedule is not null
            let seen = counters.Runs(info.Id)
            from result in Results
            select new Measurement<long>(seen.GetValueOrDefault(result), Name(info), new("processproxy.job.result", result.ToString().ToLowerInvariant()));
    }

    private static KeyValuePair<string, object?> Name(ProcessInfo info) => new(ProcessMetrics.ProcessAttribute, info.Id);
}
