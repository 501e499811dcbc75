namespace ProcessProxy.Supervision;

/// <summary>Tells, without waiting or allocating, whether a process can answer. Called once per proxied request.</summary>
internal interface IProcessReadiness
{
    /// <summary>Returns the current readiness of a process, or null if no process has this ID.</summary>
    ProcessReadiness? Find(string id);

    /// <summary>Raised with the ID of each process whose readiness has changed, or that is no longer configured. Handlers must be fast.</summary>
    event Action<string>? Changed;
}

/// <summary>The readiness of a process. It is replaced as a whole, so a reader never sees half of a change.</summary>
/// <param name="State">The state.</param>
/// <param name="Health">The health.</param>
/// <param name="Reason">The reason of the state, in words.</param>
/// <param name="NextAttemptAt">The time of the next start, in UTC, or null if it is not started automatically.</param>
/// <param name="Generation">The number of the launch, which increases: requests that began in an earlier one belong to another instance.</param>
/// <param name="WillRun">
/// Whether it is running or will run without a command, or a server that has just started does not know yet; false if it was stopped or
/// has failed for good, or is about to.
/// </param>
internal sealed record ProcessReadiness(
    RunState State, HealthState Health, string Reason, DateTimeOffset? NextAttemptAt, long Generation, bool WillRun)
{
    /// <summary>Gets whether it does its work once and exits: processes that depend on it without a condition wait for its exit.</summary>
    internal bool IsOneShot { get; init; }

    /// <summary>Gets whether a run has succeeded since the server's last orderly start.</summary>
    internal bool HasCompleted { get; init; }

    /// <summary>Gets whether it should be running: nobody stopped it, it has not completed its single run, and it does not wait for its schedule.</summary>
    internal bool IsWanted { get; init; }

    /// <summary>Gets whether those that depend on it may start: it, or one of its instances, is running and not waiting for its health.</summary>
    internal bool IsReady { get; init; }

    /// <summary>Gets the result of the last probe in words, if it failed.</summary>
    internal string? FailedProbe { get; init; }

    /// <summary>
    /// Gets the instances that can answer, in order of their numbers; null if the process has no port, so that only its routes know its address. The list is never changed,
    /// only replaced, and an instance has the same object in each list until it ends.
    /// </summary>
    internal IReadOnlyList<InstanceEndpoint>? Endpoints { get; init; }

    /// <summary>Gets what counts its requests, each from before it waits until it is over; null if nobody needs it.</summary>
    internal ProcessUse? Use { get; init; }

    /// <summary>Gets whether it can answer now: one of its instances takes requests, or it is running and not waiting for its first probe.</summary>
    internal bool CanAnswer => Endpoints is { } instances ? HasOpen(instances) : State == RunState.Running && Health != HealthState.Unknown;

    // Without an enumerator: it is asked for each request.
    private static bool HasOpen(IReadOnlyList<InstanceEndpoint> instances)
    {
        for (var i = 0; i < instances.Count; i++)
        {
            if (!instances[i].IsDraining)
            {
                return true;
            }
        }

        return false;
    }
}
