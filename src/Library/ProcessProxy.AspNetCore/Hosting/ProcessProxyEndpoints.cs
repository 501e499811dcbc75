using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ProcessProxy;
using ProcessProxy.AspNetCore;
using ProcessProxy.AspNetCore.Api;
using ProcessProxy.AspNetCore.Dashboard;
using ProcessProxy.AspNetCore.Management;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the routes of ProcessProxy, its API and its dashboard into the pipeline of an application.</summary>
public static class ProcessProxyEndpoints
{
    /// <summary>Endpoints of the application itself come first, in whatever order they are mapped.</summary>
    private const int AfterThoseOfTheApplication = 1;

    private const int Last = int.MaxValue;

    /// <summary>
    /// Serves the routes on the listeners of the application. Endpoints of the application win over routes; what neither has is answered with 404.
    /// The application's certificates are shown for routes with <c>ssl</c>.
    /// </summary>
    /// <param name="endpoints">The application, which <c>AddProcessProxy</c> was called for.</param>
    /// <returns>The endpoint of all routes, for conventions that concern them together.</returns>
    public static IEndpointConventionBuilder MapProcessProxy(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var mapped = endpoints.Map("{**path}", Server(endpoints).MapTo(endpoints.ServiceProvider));
        mapped.Add(endpoint =>
        {
            ((RouteEndpointBuilder)endpoint).Order = Last;
            endpoint.DisplayName = "ProcessProxy";
        });
        return mapped;
    }

    /// <summary>
    /// Maps the management API below <c>/api</c>, and <c>/health</c>. With a key (<c>Management.ApiKeyFile</c>) every call must show it. Without one, only
    /// users of this machine may call who may command the program anyway, over a direct connection to <c>localhost</c>; everybody else is refused.
    /// </summary>
    /// <param name="endpoints">The application, which <c>AddProcessProxy</c> was called for.</param>
    /// <returns>All the calls, for conventions that concern them together.</returns>
    public static IEndpointConventionBuilder MapProcessProxyApi(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var management = Management(endpoints);
        return Behind(endpoints.MapApi(endpoints.ServiceProvider.GetRequiredService<IProcessClient>(), management.Guard));
    }

    /// <summary>
    /// Maps every call of the management API (<see cref="ApiRoutes"/>) to <paramref name="client"/>. Nothing is guarded here:
    /// who may call is for the application to say, with <c>RequireAuthorization</c> or <c>RequireHost</c> on what is returned.
    /// </summary>
    /// <param name="endpoints">Where the calls are mapped; its services give the clock, the log and the lifetime.</param>
    /// <param name="client">What carries the calls out. It stays the caller's to dispose of.</param>
    /// <returns>All the calls, for conventions that concern them together.</returns>
    public static IEndpointConventionBuilder MapProcessProxyApi(this IEndpointRouteBuilder endpoints, IProcessClient client)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(client);
        return endpoints.MapApi(client);
    }

    /// <summary>Maps the dashboard, guarded as the API, which it needs (<see cref="MapProcessProxyApi(IEndpointRouteBuilder)"/>). With a key it has a page to sign in.</summary>
    /// <param name="endpoints">The application, which <c>AddProcessProxy</c> was called for.</param>
    /// <param name="path">The path of the page. Its files are below <c>/dashboard/</c> wherever it is.</param>
    /// <returns>All the endpoints, for conventions that concern them together.</returns>
    public static IEndpointConventionBuilder MapProcessProxyDashboard(this IEndpointRouteBuilder endpoints, string path = "/dashboard")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var management = Management(endpoints);
        management.Page = path;
        return Behind(endpoints.MapDashboard(
            path, endpoints.ServiceProvider.GetRequiredService<IProcessClient>(), () => management.SignIn, management.Guard));
    }

    private static IEndpointConventionBuilder Behind(IEndpointConventionBuilder group)
    {
        group.Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = AfterThoseOfTheApplication);
        return group;
    }

    private static ProxyServer Server(IEndpointRouteBuilder endpoints) => endpoints.ServiceProvider.GetService<ProxyServer>() ?? throw NotAdded();

    private static MappedManagement Management(IEndpointRouteBuilder endpoints) => endpoints.ServiceProvider.GetService<MappedManagement>() ?? throw NotAdded();

    private static InvalidOperationException NotAdded() => new("Call AddProcessProxy on the services of the application first.");
}
