namespace ProcessProxy.Supervision.Machine;

/// <summary>How a job stands to its schedule. Replaced whole, by <see cref="JobMachine"/> alone, and kept for the next server.</summary>
internal sealed record ScheduleState
{
    /// <summary>Of a process without a schedule.</summary>
    public static readonly ScheduleState None = new();

    /// <summary>The expression and the time zone that <see cref="Handled"/> and <see cref="NextRunAt"/> go by.</summary>
    public string? Plan { get; init; }

    /// <summary>The moment up to which every occurrence has been seen to; null while the schedule is off.</summary>
    public DateTimeOffset? Handled { get; init; }

    /// <summary>The next occurrence; null while the schedule is off.</summary>
    public DateTimeOffset? NextRunAt { get; init; }

    /// <summary>Whether it runs once more as soon as the run that is going on is over.</summary>
    public bool IsQueued { get; init; }

    /// <summary>When the last run began.</summary>
    public DateTimeOffset? LastRunAt { get; init; }

    /// <summary>How long it lasted; null while it is going on, and when it is not known.</summary>
    public TimeSpan? LastDuration { get; init; }

    /// <summary>How it ended; null while it is going on, and when it is not known.</summary>
    public RunResult? LastResult { get; init; }

    /// <summary>When a run last ended well.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>Occurrences at which nobody was there to start it, since it last ran on time.</summary>
    public int Missed { get; init; }

    /// <summary>The first of them.</summary>
    public DateTimeOffset? MissedSince { get; init; }

    /// <summary>Occurrences that fell into the last run and came to nothing.</summary>
    public int Skipped { get; init; }
}
