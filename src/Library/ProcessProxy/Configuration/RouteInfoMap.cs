namespace ProcessProxy.Configuration;

/// <summary>Converts routes for the management API.</summary>
internal static class RouteInfoMap
{
    /// <summary>Converts a route for the management API.</summary>
    public static RouteInfo ToInfo(this RouteSpec route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return new RouteInfo(
            route.Domain, route.Path, route.Action.Type,
            route.Action switch
            {
                ForwardSpec forward => forward.Target?.OriginalString,
                StaticFilesSpec files => files.Folder,
                RedirectSpec redirect => redirect.To,
                var other => throw new ArgumentOutOfRangeException(nameof(route), other, "No route does this."),
            },
            route.Ssl, route.Process);
    }
}
