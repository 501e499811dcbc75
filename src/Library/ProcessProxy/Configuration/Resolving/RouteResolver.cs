using System.Security.Cryptography;
using System.Text;
using ProcessProxy.Configuration.Keys;
using ProcessProxy.Configuration.Keys.Kinds;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>A route with the places of its keys.</summary>
/// <param name="Spec">The route.</param>
/// <param name="Keys">The written values.</param>
internal sealed record WrittenRoute(RouteSpec Spec, Written<RouteSpec> Keys)
{
    /// <summary>Gets the targets with their places.</summary>
    public IEnumerable<(Place Place, Uri Target)> Targets
    {
        get
        {
            var targets = (Spec.Action as ForwardSpec)?.Targets ?? [];
            var first = Keys.Has("target") ? 1 : 0;
            return targets.Select((target, index) => (index < first ? Keys.PlaceOf("target") : Keys.PlaceOfItem("targets", $"[{index - first}]"), target));
        }
    }

    /// <summary>Gets whether domain and path are known, so that the route can be distinguished from others.</summary>
    public bool IsKnown => Keys.Keys.All(key => key is { Set: not null } or { Key.Name: not ("domain" or "path") });
}

/// <summary>Completes written routes.</summary>
internal sealed class RouteResolver(Reading reading)
{
    private const string AffinityCookie = "processproxy-affinity";

    private readonly ProblemList problems = reading.Problems;

    /// <summary>Returns the routes with a known domain and path; errors in the others are reported.</summary>
    public IReadOnlyList<WrittenRoute> Resolve(IEnumerable<Written<RouteSpec>> written)
    {
        var routes = new List<WrittenRoute>();
        foreach (var keys in written)
        {
            var route = new WrittenRoute(keys.ApplyTo(new() { Action = new ForwardSpec() }), keys);
            Check(route);
            if (route.IsKnown)
            {
                routes.Add(route with { Spec = WithCookie(route.Spec) });
            }
        }

        RouteRules.CheckConflicts(routes.Select(route => (route.Spec, route.Keys.Place)), problems);
        return routes;
    }

    private void Check(WrittenRoute route)
    {
        CheckTypes(route);
        switch (route.Spec.Action)
        {
            case ForwardSpec:
                CheckTargets(route);
                break;
            case StaticFilesSpec when !route.Keys.Has("staticPath"):
                Missing(route, "This route of type 'static' has no 'staticPath', the folder to serve.");
                break;
            case RedirectSpec when !route.Keys.Has("redirectTo"):
                Missing(route, "This route of type 'redirect' has no 'redirectTo'.");
                break;
        }

        RouteRules.CheckHsts(route.Spec, route.Keys.PlaceOf("hsts"), problems);

        if (route.Spec.RateLimit is not null && !route.Keys.Has("rateLimit.requests"))
        {
            problems.Add(route.Keys.PlaceOf("rateLimit"), ProblemCodes.MissingKey,
                "'rateLimit' needs 'requests', the number of requests a client can send within 'window'.");
        }
    }

    private void CheckTypes(WrittenRoute route)
    {
        var type = route.Spec.Action.Type;
        foreach (var key in route.Keys.Keys)
        {
            if (key.Key.Types is { } types && !types.Contains(type))
            {
                var place = route.Keys.PlaceOfKey(key.Key.Name);
                problems.Add(place, ProblemCodes.Contradiction,
                    $"'{place.Key}' belongs to routes of type {string.Join(" or ", types.Select(Quoted))}; this one is of type {Quoted(type)}.");
            }
        }

        static string Quoted(string type) => $"'{type}'";
    }

    private void CheckTargets(WrittenRoute route)
    {
        if (!route.Keys.Has("target") && !route.Keys.Has("targets"))
        {
            if (route.Keys.Has("process"))
            {
                return;
            }

            RouteRules.MissesTarget(route.Keys.Place, problems);
            return;
        }

        var targets = route.Targets.ToList();
        if (targets.Count == 0 && !route.Keys.Has("target") && route.Keys.IsSet("targets"))
        {
            var place = route.Keys.PlaceOf("targets");
            problems.Add(place, ProblemCodes.EmptyValue, $"'{place.Key}' is empty.");
        }

        if (route.Keys.Has("target") && route.Keys.Has("targets") && targets.Count > 0)
        {
            foreach (var (place, again) in targets.Skip(1).Where(other => other.Target == targets[0].Target))
            {
                TargetKind.Again(again.OriginalString, place, reading);
            }
        }
    }

    private void Missing(WrittenRoute route, string what) => problems.Add(route.Keys.Place, ProblemCodes.MissingKey, what);

    // Browsers send the cookies of all routes above a path, so each route has its own name, which stays the same as long as the route.
    private static RouteSpec WithCookie(RouteSpec route) => route.Action is ForwardSpec { AffinityCookie: "" } forward
        ? route with
        {
            Action = forward with
            {
                AffinityCookie = $"{AffinityCookie}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(route.Domain + route.Path)).AsSpan(0, 4))}",
            },
        }
        : route;
}
