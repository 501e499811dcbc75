namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>The current routes. Replaced as a whole; a request keeps those it began with, unless it has to wait.</summary>
internal sealed class CurrentRoutes(RouteTable table)
{
    private volatile RouteTable table = table;

    /// <summary>Gets or sets the current routes.</summary>
    public RouteTable Table
    {
        get => table;
        set => table = value;
    }
}
