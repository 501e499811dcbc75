using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Proxy.Forwarding.Targets;

/// <summary>The targets of a route: those of its configuration, or the instances of its process, which change while it runs.</summary>
internal sealed class RouteTargets
{
    private readonly Func<IReadOnlyList<InstanceEndpoint>?>? instances;
    private readonly TimeProvider clock;
    private Listed listed;

    private RouteTargets(Func<IReadOnlyList<InstanceEndpoint>?>? instances, Target[] targets, TimeProvider clock)
    {
        this.instances = instances;
        this.clock = clock;
        listed = new Listed(null, targets);
    }

    /// <summary>Gets the current targets. The array is never changed, only replaced.</summary>
    public Target[] Current => instances is null ? listed.Targets : Update(instances);

    /// <summary>Returns the targets with these addresses.</summary>
    public static RouteTargets Of(IEnumerable<Uri> urls, TimeProvider clock) => new(null, [.. urls.Select(url => new Target(url, clock))], clock);

    /// <summary>Returns the targets that are the instances of a process.</summary>
    /// <param name="instances">Returns the current list, which is never changed, only replaced; null if there is none.</param>
    /// <param name="clock">The clock.</param>
    public static RouteTargets Of(Func<IReadOnlyList<InstanceEndpoint>?> instances, TimeProvider clock) => new(instances, [], clock);

    private Target[] Update(Func<IReadOnlyList<InstanceEndpoint>?> current)
    {
        while (true)
        {
            // The list after what is known: then nobody puts an older list in the place of a newer one.
            var known = Volatile.Read(ref listed);
            var list = current();
            if (ReferenceEquals(list, known.Source))
            {
                return known.Targets;
            }

            var updated = new Listed(list, [.. (list ?? []).Select(endpoint => Find(known.Targets, endpoint) ?? new Target(endpoint, clock))]);
            if (Interlocked.CompareExchange(ref listed, updated, known) == known)
            {
                return updated.Targets;
            }
        }
    }

    // What is known about an instance stays known as long as it is listed.
    private static Target? Find(Target[] targets, InstanceEndpoint endpoint) => Array.Find(targets, target => target.Endpoint == endpoint);

    private sealed record Listed(IReadOnlyList<InstanceEndpoint>? Source, Target[] Targets);
}
