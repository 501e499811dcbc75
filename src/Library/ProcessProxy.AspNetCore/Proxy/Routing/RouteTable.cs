using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>
/// All routes, compiled and indexed; immutable. An exact domain wins over a wildcard, the longer wildcard over the shorter,
/// any domain over none; then the longest path wins.
/// </summary>
internal sealed class RouteTable
{
    private const string WildcardPrefix = "*.";

    private readonly FrozenDictionary<string, RoutePaths>.AlternateLookup<ReadOnlySpan<char>> exact;
    private readonly FrozenDictionary<string, RoutePaths>.AlternateLookup<ReadOnlySpan<char>> wildcards;
    private readonly RoutePaths? anyDomain;
    private readonly FrozenDictionary<RouteSpec, Route> all;

    /// <summary>Compiles <paramref name="specs"/>.</summary>
    /// <param name="specs">The routes.</param>
    /// <param name="pipeline">Returns the handler for the requests of a route.</param>
    /// <param name="before">The previous table: a route that is in both is kept, with its counters.</param>
    public RouteTable(IReadOnlyList<RouteSpec> specs, Func<Route, RequestDelegate> pipeline, RouteTable? before = null)
    {
        Specs = specs;
        var kept = before?.all ?? FrozenDictionary<RouteSpec, Route>.Empty;
        all = specs.Distinct().ToFrozenDictionary(spec => spec, spec => kept.GetValueOrDefault(spec) ?? new Route(spec, pipeline));
        Routes = [.. specs.Distinct().Select(spec => all[spec])];
        var routes = specs.Select(spec => all[spec]).ToLookup(route => KindOf(route.Spec.Domain));
        exact = Index(routes[DomainKind.Exact], 0);
        wildcards = Index(routes[DomainKind.Wildcard], WildcardPrefix.Length);
        anyDomain = routes.Contains(DomainKind.Any) ? new RoutePaths(routes[DomainKind.Any]) : null;
    }

    /// <summary>Gets the specs of the table.</summary>
    public IReadOnlyList<RouteSpec> Specs { get; }

    /// <summary>Gets the routes, in the order of the configuration.</summary>
    public IReadOnlyList<Route> Routes { get; }

    /// <summary>Returns the most specific route for a request, or null.</summary>
    /// <param name="host">The <c>Host</c> header.</param>
    /// <param name="decodedPath">See <see cref="RequestTarget.DecodedPath"/>.</param>
    public Route? Find(ReadOnlySpan<char> host, ReadOnlySpan<char> decodedPath)
    {
        var name = HostName.Of(host);
        if (exact.TryGetValue(name, out var paths) && paths.Find(decodedPath) is { } found)
        {
            return found;
        }

        if (wildcards.Dictionary.Count > 0)
        {
            for (var dot = name.IndexOf('.'); dot >= 0; dot = name.IndexOf('.'))
            {
                // A label must precede the dot: ".example.org" is not a subdomain.
                var hasLabel = dot > 0;
                name = name[(dot + 1)..];
                if (hasLabel && wildcards.TryGetValue(name, out paths) && paths.Find(decodedPath) is { } covered)
                {
                    return covered;
                }
            }
        }

        return anyDomain?.Find(decodedPath);
    }

    /// <summary>Moves requests that wait on a route of the previous table to its replacement.</summary>
    public void TakeOverFrom(RouteTable before)
    {
        var places = Routes.ToLookup(route => (route.Spec.Domain, route.Spec.Path));
        foreach (var route in before.Routes)
        {
            if (places[(route.Spec.Domain, route.Spec.Path)].FirstOrDefault() is { Forwarding: not null } successor && successor != route)
            {
                route.Successor = successor;
            }
        }
    }

    private static FrozenDictionary<string, RoutePaths>.AlternateLookup<ReadOnlySpan<char>> Index(IEnumerable<Route> routes, int skip) =>
        routes.GroupBy(route => HostName.OfDomain(route.Spec.Domain![skip..]), StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(group => group.Key, group => new RoutePaths(group), StringComparer.OrdinalIgnoreCase)
            .GetAlternateLookup<ReadOnlySpan<char>>();

    private static DomainKind KindOf(string? domain) => domain switch
    {
        null => DomainKind.Any,
        _ when domain.StartsWith(WildcardPrefix, StringComparison.Ordinal) => DomainKind.Wildcard,
        _ => DomainKind.Exact,
    };

    private enum DomainKind
    {
        Exact,
        Wildcard,
        Any,
    }
}
