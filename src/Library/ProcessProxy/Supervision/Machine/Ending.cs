namespace ProcessProxy.Supervision.Machine;

/// <summary>What comes when the tree has ended.</summary>
internal enum AfterStop
{
    /// <summary>It stays stopped.</summary>
    Stopped,

    /// <summary>It is started at once.</summary>
    Start,

    /// <summary>It is started after the pause that its failures call for.</summary>
    Backoff,

    /// <summary>It is given up.</summary>
    Failed,
}

/// <summary>The end of a tree; known in <see cref="Phase.Stopping"/> alone.</summary>
/// <param name="After">What comes then.</param>
/// <param name="Why">Why it will be what <paramref name="After"/> says.</param>
/// <param name="Request">How the run was asked to end; null when it ended by itself.</param>
internal sealed record Ending(AfterStop After, string Why, EndRequest? Request = null)
{
    /// <summary>Whether another run comes after this one without anybody's command.</summary>
    public bool IsFollowed => After is AfterStop.Start or AfterStop.Backoff;
}

/// <summary>That a run was asked to end.</summary>
/// <param name="At">When, on the monotonic clock.</param>
/// <param name="Why">Why, in words.</param>
/// <param name="Cause">What kind of reason that is.</param>
internal sealed record EndRequest(TimeSpan At, string Why, EndCause Cause);

/// <summary>What a run is ended for.</summary>
internal enum EndCause
{
    /// <summary>Somebody, the configuration or a schedule wants it.</summary>
    Wish,

    /// <summary>Its health.</summary>
    Health,

    /// <summary>It used more memory than it may.</summary>
    Memory,
}
