namespace ProcessProxy.AspNetCore.Proxy.Routing;

/// <summary>The request feature that carries what routing found out to those who answer.</summary>
/// <param name="target">What is asked for.</param>
/// <param name="route">Who answers.</param>
internal sealed class RoutedRequest(RequestTarget target, Route route)
{
    private readonly RequestTarget target = target;

    /// <summary>What is asked for. By reference: it is five words long.</summary>
    public ref readonly RequestTarget Target => ref this.target;

    /// <summary>Who answers.</summary>
    public Route Route { get; } = route;

    /// <summary>The address at the backend; set just before the request is forwarded.</summary>
    public Uri? Destination { get; set; }
}
