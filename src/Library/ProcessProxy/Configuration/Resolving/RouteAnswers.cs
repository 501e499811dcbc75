using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Decides how routes are answered that no program stands behind.</summary>
internal sealed class RouteAnswers(ProjectPaths paths, Expansion expansion, ProblemList problems)
{
    /// <summary>The route with its folder.</summary>
    public RouteSpec StaticFiles(RouteEntry entry, RouteSpec route)
    {
        if (entry.StaticFiles.Path is not { } path)
        {
            problems.Add(entry.Place, ProblemCodes.MissingKey, "This route of type 'static' has no 'staticPath', the folder it serves.");
            return route;
        }

        if (expansion.Expand(path) is not { } folder)
        {
            return route;
        }

        if (folder.Length == 0)
        {
            // It would be the project itself, with its configuration.
            problems.Add(path.Place, ProblemCodes.EmptyValue, $"'{path.Place.Key}' is empty once its variables are filled in.");
            return route;
        }

        return route with
        {
            StaticFiles = new(
                paths.Folder(folder), entry.StaticFiles.SpaFallback?.Value ?? false, entry.StaticFiles.AllowSymlinks?.Value ?? false),
        };
    }

    /// <summary>The route with where it leads.</summary>
    public RouteSpec Redirect(RouteEntry entry, RouteSpec route)
    {
        if (entry.Redirect.To is not { } to)
        {
            problems.Add(entry.Place, ProblemCodes.MissingKey, "This route of type 'redirect' has no 'redirectTo'.");
            return route;
        }

        if (!IsDestination(to.Value))
        {
            problems.Add(to.Place, ProblemCodes.InvalidRedirect,
                $"'{to.Value}' is nowhere to redirect to: a full http:// or https:// URL or a path that begins with one '/', with what is special in it escaped.");
        }

        return route with { Redirect = new(to.Value, entry.Redirect.Status?.Value ?? ServerDefaults.RedirectStatus) };
    }

    // It goes into a header as it is.
    private static bool IsDestination(string text) =>
        !text.AsSpan().ContainsAnyExceptInRange('!', '~')
        && !text.Contains('\\')
        && (HttpUrl.TryParse(text, out _) || (text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal)));
}
