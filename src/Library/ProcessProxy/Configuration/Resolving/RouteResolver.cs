using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Makes of routes as they were written ones that are complete.</summary>
internal sealed class RouteResolver(ProjectPaths paths, Expansion expansion, ProblemList problems)
{
    private readonly RouteTargets targets = new(expansion, problems);
    private readonly RouteAnswers answers = new(paths, expansion, problems);

    /// <summary>Every target of the routes so far, and where it stands.</summary>
    public IReadOnlyList<(Place Place, Uri Target)> Targets => targets.Placed;

    /// <summary>The routes that can be told; what is wrong with the others is reported.</summary>
    public IReadOnlyList<RouteSpec> Resolve(IReadOnlyList<RouteEntry> entries)
    {
        var routes = new List<RouteSpec>(entries.Count);
        var first = new Dictionary<(string? Domain, string Path), RouteEntry>();
        foreach (var entry in entries)
        {
            if (Resolve(entry) is not { } route)
            {
                continue;
            }

            routes.Add(route);
            var key = (route.Domain, route.Path.ToLowerInvariant());
            if (!first.TryAdd(key, entry))
            {
                problems.Add(entry.Place, ProblemCodes.RouteConflict,
                    $"This route cannot be told from the one at line {first[key].Place.Line}: both serve {route.Domain ?? "any domain"} at '{route.Path}'.");
            }
        }

        return routes;
    }

    private RouteSpec? Resolve(RouteEntry entry)
    {
        var type = entry.Type?.Value ?? ServerDefaults.Type;
        CheckKeys(entry, type);
        var hasDomain = TryDomain(entry, out var domain);
        var path = PathOf(entry);
        var route = new RouteSpec
        {
            Domain = domain,
            Path = path ?? ServerDefaults.RoutePath,
            Type = type,
            Ssl = entry.Ssl?.Value ?? ServerDefaults.Ssl,
            Hsts = Hsts(entry),
            Rewrite = RewriteRules.Resolve(entry.Rewrite, problems),
            Process = entry.Process?.Value,
            Headers = RouteHeaders.ResolveRequest(entry.Headers, problems),
            ResponseHeaders = RouteHeaders.ResolveResponse(entry.ResponseHeaders, problems),
            MaxRequestBody = entry.MaxRequestBody?.Value,
            Compression = entry.Compression?.Value ?? false,
            RateLimit = RateLimit(entry.RateLimit),
        };
        route = type switch
        {
            RouteType.Static => answers.StaticFiles(entry, route),
            RouteType.Redirect => answers.Redirect(entry, route),
            _ => targets.Resolve(entry, route),
        };
        return hasDomain && path is not null ? route : null;
    }

    private void CheckKeys(RouteEntry entry, RouteType type)
    {
        foreach (var key in entry.TypedKeys.Where(key => !key.Types.Contains(type)))
        {
            problems.Add(key.Place, ProblemCodes.Contradiction,
                $"'{key.Place.Key}' belongs to routes of type {string.Join(" or ", key.Types.Select(Word))}; this one is of type {Word(type)}.");
        }
    }

    private static string Word(RouteType type) => $"'{type.ToString().ToLowerInvariant()}'";

    private bool TryDomain(RouteEntry entry, out string? domain)
    {
        domain = null;
        if (entry.Domain is not { } written)
        {
            return true;
        }

        domain = DomainName.Normalize(written.Value);
        if (domain is null)
        {
            problems.Add(written.Place, ProblemCodes.InvalidDomain,
                $"'{written.Value}' is no domain: 'example.org' or '*.example.org', without scheme, port and path; leave the key out to serve any domain.");
        }

        return domain is not null;
    }

    private string? PathOf(RouteEntry entry)
    {
        if (entry.Path is not { } written)
        {
            return ServerDefaults.RoutePath;
        }

        var path = RoutePath.Normalize(written.Value, out var wrong);
        if (path is null)
        {
            problems.Add(written.Place, ProblemCodes.InvalidPath, $"The path '{written.Value}' {wrong}.");
        }

        return path;
    }

    private HstsSpec? Hsts(RouteEntry entry)
    {
        if (entry.Hsts is not { } hsts)
        {
            return null;
        }

        if (entry.Ssl?.Value != true)
        {
            problems.Add(hsts.Place, ProblemCodes.Contradiction, "'hsts' tells browsers to use HTTPS only: the route needs 'ssl: true'.");
        }

        return new(
            TimeSpan.FromDays(hsts.Days?.Value ?? ServerDefaults.HstsDays),
            hsts.IncludeSubDomains?.Value ?? false,
            hsts.Preload?.Value ?? false);
    }

    private RateLimitSpec? RateLimit(RateLimitEntry? entry)
    {
        if (entry is null)
        {
            return null;
        }

        if (!entry.HasRequests)
        {
            problems.Add(entry.Place, ProblemCodes.MissingKey, "'rateLimit' needs 'requests', the number of requests a client may send within 'window'.");
        }

        return new(entry.Requests?.Value ?? 1, entry.Window?.Value ?? ServerDefaults.RateLimitWindow);
    }
}
