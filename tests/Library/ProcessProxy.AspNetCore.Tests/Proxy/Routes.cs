using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

/// <summary>Changes routes.</summary>
internal static class Routes
{
    /// <summary>The route with another way of forwarding.</summary>
    public static RouteSpec Forwarding(this RouteSpec route, Func<ForwardSpec, ForwardSpec> change) => route with { Action = change((ForwardSpec)route.Action) };
}
