namespace ProcessProxy.Configuration;

/// <summary>Names what happens when a job is to run and its last run is still going on.</summary>
public enum OverlapAction
{
    /// <summary>It does not run this time.</summary>
    Skip,

    /// <summary>It runs once more as soon as the last run is over.</summary>
    Queue,

    /// <summary>The last run is stopped and the new one begins.</summary>
    Kill,
}

/// <summary>Decides when a job runs.</summary>
public sealed record ScheduleSpec
{
    /// <summary>Gets the cron expression.</summary>
    public required string Cron { get; init; }

    /// <summary>Gets the id of the time zone that the expression is meant in; null for that of the machine.</summary>
    /// <value>Null.</value>
    public string? TimeZone { get; init; }

    /// <summary>Gets what happens when the last run is still going on.</summary>
    /// <value><see cref="OverlapAction.Skip"/>.</value>
    public OverlapAction Overlap { get; init; } = OverlapAction.Skip;

    /// <summary>Gets how long a run may last; null for as long as it likes.</summary>
    /// <value>Null.</value>
    public TimeSpan? MaxDuration { get; init; }
}
