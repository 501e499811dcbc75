namespace ProcessProxy.Configuration;

/// <summary>Specifies what happens when a run of a job is due and the previous run has not finished.</summary>
public enum OverlapAction
{
    /// <summary>The run is skipped.</summary>
    Skip,

    /// <summary>The job runs once more as soon as the previous run finishes.</summary>
    Queue,

    /// <summary>The previous run is stopped, and the new run starts.</summary>
    Kill,
}

/// <summary>The schedule of a job.</summary>
public sealed record ScheduleSpec
{
    /// <summary>Gets the cron expression.</summary>
    /// <value>There is no default; the value is required.</value>
    public required string Cron { get; init; }

    /// <summary>Gets the ID of the time zone of the expression; null for the time zone of the machine.</summary>
    /// <value>The default is null.</value>
    public string? TimeZone { get; init; }

    /// <summary>Gets what happens if the previous run has not finished.</summary>
    /// <value>The default is <see cref="OverlapAction.Skip"/>.</value>
    public OverlapAction Overlap { get; init; } = OverlapAction.Skip;

    /// <summary>Gets the longest time a run may take; null for no limit.</summary>
    /// <value>The default is null.</value>
    public TimeSpan? MaxDuration { get; init; }
}
