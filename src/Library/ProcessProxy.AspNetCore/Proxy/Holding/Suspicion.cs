using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Proxy.Holding;

/// <summary>The instances of a process that refuse connections: those of a list, or without a list the one of a launch.</summary>
internal sealed class Suspicion(ProcessReadiness? process)
{
    private readonly long generation = process?.Generation ?? 0;
    private readonly IReadOnlyList<InstanceEndpoint>? instances = process?.Endpoints;

    /// <summary>Returns whether the process still has exactly these instances.</summary>
    public bool Covers(ProcessReadiness now) =>
        ReferenceEquals(instances, now.Endpoints) && (instances is not null || generation == now.Generation);
}
