namespace ProcessProxy.Supervision.Machine;

/// <summary>What happens after a tree has ended.</summary>
internal enum AfterStop
{
    /// <summary>The process stays stopped.</summary>
    Stopped,

    /// <summary>The process is started immediately.</summary>
    Start,

    /// <summary>The process is started after the delay for its failures.</summary>
    Backoff,

    /// <summary>The process has failed for good.</summary>
    Failed,
}

/// <summary>The end of a tree; only in <see cref="Phase.Stopping"/>.</summary>
/// <param name="After">What happens afterwards.</param>
/// <param name="Why">The reason for <paramref name="After"/>.</param>
/// <param name="Request">The request that the run end; null if it exited by itself.</param>
internal sealed record Ending(AfterStop After, string Why, EndRequest? Request = null)
{
    /// <summary>Gets whether another run follows without a command.</summary>
    public bool IsFollowed => After is AfterStop.Start or AfterStop.Backoff;
}

/// <summary>A request that a run end.</summary>
/// <param name="At">The time on the monotonic clock.</param>
/// <param name="Why">The reason, in words.</param>
/// <param name="Cause">The kind of reason.</param>
internal sealed record EndRequest(TimeSpan At, string Why, EndCause Cause);

/// <summary>The reasons for ending a run.</summary>
internal enum EndCause
{
    /// <summary>A user, the configuration or a schedule requires it.</summary>
    Wish,

    /// <summary>The run is unhealthy.</summary>
    Health,

    /// <summary>The run used too much memory.</summary>
    Memory,
}
