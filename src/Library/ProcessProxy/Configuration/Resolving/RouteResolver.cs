using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Makes of routes as they were written ones that are complete.</summary>
internal sealed class RouteResolver(Expansion expansion, ProblemList problems)
{
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
        if (entry.Type is { Value: not RouteType.Proxy } type)
        {
            problems.Add(type.Place, ProblemCodes.NotSupported,
                $"Routes of type '{type.Value.ToString().ToLowerInvariant()}' are not supported yet; 'proxy' is.");
            return null;
        }

        var hasDomain = TryDomain(entry, out var domain);
        var path = PathOf(entry);
        var target = Target(entry);
        var rewrite = RewriteRules.Resolve(entry.Rewrite, problems);
        var headers = RouteHeaders.Resolve(entry.Headers, problems);
        return !hasDomain || path is null ? null : new RouteSpec
        {
            Domain = domain,
            Path = path,
            Type = entry.Type?.Value ?? ServerDefaults.Type,
            Target = target,
            Ssl = entry.Ssl?.Value ?? ServerDefaults.Ssl,
            Rewrite = rewrite,
            Process = entry.Process?.Value,
            Headers = headers,
        };
    }

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

    private Uri? Target(RouteEntry entry)
    {
        if (!entry.HasTarget)
        {
            problems.Add(entry.Place, ProblemCodes.MissingKey, "This route has no 'target'.");
        }

        if (entry.Target is not { } written || expansion.Expand(written) is not { } text)
        {
            return null;
        }

        if (HttpUrl.TryParse(text, out var target) && target.Query.Length == 0 && target.Fragment.Length == 0)
        {
            return target;
        }

        // As it was written: what a variable stands for may be nobody's business.
        problems.Add(written.Place, ProblemCodes.InvalidTarget,
            $"The target '{written.Value}' must be a full http:// or https:// URL, without user, query and fragment.");
        return null;
    }
}
