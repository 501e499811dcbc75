namespace ProcessProxy.Supervision.Machine;

/// <summary>The state of a job's schedule. Replaced as a whole, by <see cref="JobMachine"/> only, and stored for the next server.</summary>
internal sealed record ScheduleState
{
    /// <summary>The state of a process without a schedule.</summary>
    public static readonly ScheduleState None = new();

    /// <summary>Gets the expression and the time zone that <see cref="Handled"/> and <see cref="NextRunAt"/> are based on.</summary>
    public string? Plan { get; init; }

    /// <summary>Gets the time up to which every occurrence has been handled; null while the schedule is off.</summary>
    public DateTimeOffset? Handled { get; init; }

    /// <summary>Gets the next occurrence; null while the schedule is off.</summary>
    public DateTimeOffset? NextRunAt { get; init; }

    /// <summary>Gets whether it runs once more as soon as the current run is over.</summary>
    public bool IsQueued { get; init; }

    /// <summary>Gets when the last run began.</summary>
    public DateTimeOffset? LastRunAt { get; init; }

    /// <summary>Gets how long the last run took; null while it is running, or if unknown.</summary>
    public TimeSpan? LastDuration { get; init; }

    /// <summary>Gets how the last run ended; null while it is running, or if unknown.</summary>
    public RunResult? LastResult { get; init; }

    /// <summary>Gets when a run last succeeded.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>Gets the number of occurrences that no server could start, since it last ran on time.</summary>
    public int Missed { get; init; }

    /// <summary>Gets the first of them.</summary>
    public DateTimeOffset? MissedSince { get; init; }

    /// <summary>Gets the number of occurrences during the last run that were skipped.</summary>
    public int Skipped { get; init; }
}
