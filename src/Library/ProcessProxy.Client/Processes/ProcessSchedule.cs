namespace ProcessProxy;

/// <summary>How a run of a job ended.</summary>
public enum RunResult
{
    /// <summary>By itself, with exit code 0.</summary>
    Succeeded,

    /// <summary>With another exit code or a signal, by lasting longer than it may, or by not being launched at all.</summary>
    Failed,

    /// <summary>It was ended before its time: by an operator, by its next run, or with the server.</summary>
    Stopped,
}

/// <summary>When a job runs, and how that has gone.</summary>
public sealed record ProcessSchedule
{
    /// <summary>The cron expression, as configured.</summary>
    public required string Cron { get; init; }

    /// <summary>The id of the time zone that the expression is meant in.</summary>
    public required string Timezone { get; init; }

    /// <summary><c>skip</c>, <c>queue</c> or <c>kill</c>: what happens when it is to run and its last run is still going on.</summary>
    public required string Overlap { get; init; }

    /// <summary>When it runs next, in UTC; null while it is paused or disabled.</summary>
    public DateTimeOffset? NextRunAt { get; init; }

    /// <summary>When its last run began, in UTC; that of the run that is going on, if one is.</summary>
    public DateTimeOffset? LastRunAt { get; init; }

    /// <summary>How long that run lasted; null while it is going on, and when it is not known.</summary>
    public TimeSpan? LastDuration { get; init; }

    /// <summary>How that run ended; null while it is going on, and when it is not known.</summary>
    public RunResult? LastResult { get; init; }

    /// <summary>When a run last ended well; null when none has.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>How often it should have run and could not since it last ran on time: the server was away, the machine slept, or its clock was moved.</summary>
    public int MissedRuns { get; init; }

    /// <summary>The first of <see cref="MissedRuns"/>, in UTC.</summary>
    public DateTimeOffset? MissedSince { get; init; }

    /// <summary>How often it was to run while the last run was going on, and did not because of <see cref="Overlap"/>.</summary>
    public int SkippedRuns { get; init; }

    /// <summary>The cron expression and its time zone.</summary>
    public override string ToString() => $"{Cron} ({Timezone})";
}
