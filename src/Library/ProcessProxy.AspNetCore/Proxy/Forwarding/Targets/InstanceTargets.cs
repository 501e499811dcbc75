using ProcessProxy.AspNetCore.Proxy.Holding;
using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;

/// <summary>The instances of a process as the targets of a route. The set is replaced as a whole when the instances change, without a lock.</summary>
/// <param name="gate">The process.</param>
/// <param name="clock">The clock.</param>
internal sealed class InstanceTargets(ProcessGate gate, TimeProvider clock)
{
    private volatile Set current = new([], []);

    /// <summary>Gets the current targets.</summary>
    public Target[] Current
    {
        get
        {
            var (endpoints, set) = (gate.Process?.Endpoints ?? [], current);
            return ReferenceEquals(set.Endpoints, endpoints) ? set.Targets : Replace(endpoints, set);
        }
    }

    private Target[] Replace(IReadOnlyList<InstanceEndpoint> endpoints, Set before)
    {
        // What is known about an instance that is still there is kept.
        var next = new Set(endpoints, [.. endpoints.Select(
            endpoint => before.Targets.FirstOrDefault(target => target.Endpoint == endpoint) ?? new Target(endpoint.Url, clock, endpoint.Instance - 1, endpoint))]);
        current = next;
        return next.Targets;
    }

    private sealed record Set(IReadOnlyList<InstanceEndpoint> Endpoints, Target[] Targets);
}
