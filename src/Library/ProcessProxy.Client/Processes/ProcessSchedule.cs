namespace ProcessProxy;

/// <summary>How a run of a job ended.</summary>
public enum RunResult
{
    /// <summary>The run exited with code 0.</summary>
    Succeeded,

    /// <summary>The run exited with another code or a signal, took too long, or could not be started.</summary>
    Failed,

    /// <summary>The run was stopped by an operator, by the next run, or with the server.</summary>
    Stopped,
}

/// <summary>The schedule of a job and the results of its runs.</summary>
public sealed record ProcessSchedule
{
    /// <summary>Gets the configured cron expression.</summary>
    public required string Cron { get; init; }

    /// <summary>Gets the ID of the time zone of the expression.</summary>
    public required string Timezone { get; init; }

    /// <summary>Gets what to do if the previous run has not finished: <c>skip</c>, <c>queue</c> or <c>kill</c>.</summary>
    public required string Overlap { get; init; }

    /// <summary>Gets the time of the next run, in UTC; null while the job is paused or disabled.</summary>
    public DateTimeOffset? NextRunAt { get; init; }

    /// <summary>Gets the start time of the last run, or of the current run if there is one, in UTC.</summary>
    public DateTimeOffset? LastRunAt { get; init; }

    /// <summary>Gets the duration of that run; null while it is running, or if it is unknown.</summary>
    public TimeSpan? LastDuration { get; init; }

    /// <summary>Gets the result of that run; null while it is running, or if it is unknown.</summary>
    public RunResult? LastResult { get; init; }

    /// <summary>Gets the end of the last successful run; null if there was none.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>Gets the number of missed runs since the last run on time: the server was down, the machine was asleep, or its clock was changed.</summary>
    public int MissedRuns { get; init; }

    /// <summary>Gets the time of the first of the <see cref="MissedRuns"/>, in UTC.</summary>
    public DateTimeOffset? MissedSince { get; init; }

    /// <summary>Gets the number of runs that were skipped because of <see cref="Overlap"/>.</summary>
    public int SkippedRuns { get; init; }

    /// <summary>Returns the cron expression and its time zone.</summary>
    public override string ToString() => $"{Cron} ({Timezone})";
}
