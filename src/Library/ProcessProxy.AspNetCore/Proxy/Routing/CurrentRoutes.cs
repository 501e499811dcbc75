namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>The routes in force. Replaced whole; a request keeps those it began with, unless it has to wait.</summary>
internal sealed class CurrentRoutes(RouteTable table)
{
    private volatile RouteTable table = table;

    /// <summary>The routes in force.</summary>
    public RouteTable Table
    {
        get => table;
        set => table = value;
    }
}
