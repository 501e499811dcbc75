namespace ProcessProxy.Configuration;

/// <summary>What happens when a job is to run and its last run is still going on.</summary>
public enum OverlapAction
{
    /// <summary>It does not run this time.</summary>
    Skip,

    /// <summary>It runs once more as soon as the last run is over.</summary>
    Queue,

    /// <summary>The last run is stopped and the new one begins.</summary>
    Kill,
}

/// <summary>When a job runs.</summary>
public sealed record ScheduleSpec
{
    /// <summary>The cron expression; known to be valid and to occur.</summary>
    public required string Cron { get; init; }

    /// <summary>The id of the time zone that the expression is meant in; null for that of the machine.</summary>
    public string? TimeZone { get; init; }

    /// <summary>What happens when the last run is still going on.</summary>
    public required OverlapAction Overlap { get; init; }

    /// <summary>How long a run may last, or null for as long as it likes.</summary>
    public TimeSpan? MaxDuration { get; init; }
}
