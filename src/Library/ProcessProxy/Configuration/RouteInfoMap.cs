namespace ProcessProxy.Configuration;

/// <summary>Shows a route as clients see it.</summary>
public static class RouteInfoMap
{
    /// <summary>The route as the management API gives it.</summary>
    public static RouteInfo ToInfo(this RouteSpec route)
    {
        ArgumentNullException.ThrowIfNull(route);
        return new RouteInfo(
            route.Domain, route.Path, route.Type.ToString().ToLowerInvariant(),
            route.Target?.OriginalString ?? route.Redirect?.To ?? route.StaticFiles?.Folder, route.Ssl, route.Process);
    }
}
