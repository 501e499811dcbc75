namespace ProcessProxy.Supervision;

/// <summary>Tells, without waiting or allocating, whether a process can answer. Asked once per proxied request.</summary>
internal interface IProcessReadiness
{
    /// <summary>How the process is at this moment; null when no process has this id.</summary>
    ProcessReadiness? Find(string id);

    /// <summary>Raised with the id of each process whose readiness has changed, or that is no longer configured. Who is told must be quick.</summary>
    event Action<string>? Changed;
}

/// <summary>Whether a process can answer. Replaced whole when anything changes, so a reader never sees half of it.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Health">What its health check says.</param>
/// <param name="Reason">Why it is in this state, in words.</param>
/// <param name="NextAttemptAt">When it will be started again, in UTC; null when it will not be by itself.</param>
/// <param name="Generation">Grows with every launch: requests that began in an earlier one belong to another instance.</param>
/// <param name="WillRun">
/// Whether it runs or will run without anybody's command, or a server that has just started does not know yet; false for what was stopped or
/// given up, or is about to be.
/// </param>
internal sealed record ProcessReadiness(
    RunState State, HealthState Health, string Reason, DateTimeOffset? NextAttemptAt, long Generation, bool WillRun)
{
    /// <summary>Whether it is to do something once and end: that is what others wait for who name no condition.</summary>
    internal bool IsOneShot { get; init; }

    /// <summary>Whether a run has ended well since the server's last orderly start.</summary>
    internal bool HasCompleted { get; init; }

    /// <summary>Whether it ought to run: it was not stopped by anybody, has not done what it was to do once, and does not wait for the time of its schedule.</summary>
    internal bool IsWanted { get; init; }

    /// <summary>What came back from the last probe, if that was not good; in words.</summary>
    internal string? FailedProbe { get; init; }
}
