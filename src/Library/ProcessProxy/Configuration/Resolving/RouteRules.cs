using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Checks routes against each other and against the processes.</summary>
internal static class RouteRules
{
    /// <summary>Reports routes that cannot be distinguished.</summary>
    public static void CheckConflicts(IEnumerable<(RouteSpec Spec, Place Place)> routes, ProblemList problems)
    {
        var first = new Dictionary<(string? Domain, string Path), Place>();
        foreach (var (spec, place) in routes)
        {
            var key = (spec.Domain, spec.Path.ToLowerInvariant());
            if (!first.TryAdd(key, place))
            {
                problems.Add(place, ProblemCodes.RouteConflict,
                    $"This route conflicts with the one at {first[key].Name}: both serve {spec.Domain ?? "any domain"} at '{spec.Path}'.");
            }
        }
    }

    /// <summary>Reports headers that make browsers use HTTPS on a route without it.</summary>
    public static void CheckHsts(RouteSpec route, Place place, ProblemList problems)
    {
        if (route is { Hsts: not null, Ssl: false })
        {
            problems.Add(place, ProblemCodes.Contradiction, "'hsts' tells browsers to use HTTPS only, so the route needs 'ssl: true'.");
        }
    }

    /// <summary>Reports a route that forwards requests to no target.</summary>
    public static void MissesTarget(Place place, ProblemList problems) => problems.Add(place, ProblemCodes.MissingKey, "This route has no 'target'.");

    /// <summary>Reports routes to processes that are not configured, or are jobs.</summary>
    /// <param name="routes">The ID that each route names, with its place.</param>
    /// <param name="processes">The processes, and whether each is a job.</param>
    /// <param name="problems">The list that receives problems.</param>
    public static void CheckProcesses(IEnumerable<(string? Process, Place Place)> routes, IEnumerable<(string Id, bool IsJob)> processes, ProblemList problems)
    {
        var ids = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var (id, isJob) in processes)
        {
            ids.TryAdd(id, isJob);
        }

        foreach (var (process, place) in routes)
        {
            if (process is not { } id)
            {
                continue;
            }

            if (!ids.TryGetValue(id, out var isJob))
            {
                problems.AddMisspelt(place, ProblemCodes.UnknownProcess, $"No process '{id}' is configured.", id, ids.Keys);
            }
            else if (isJob)
            {
                problems.Add(place, ProblemCodes.NotForJobs,
                    $"'{id}' cannot be behind a route, because it has a schedule and does not run continuously.");
            }
        }
    }
}
