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
    /// Serves the routes on the listeners of the application. Endpoints of the application win over routes; a request that matches neither gets 404.
    /// Routes with <c>ssl</c> use the application's certificates.
    /// </summary>
    /// <param name="endpoints">The application, which <c>AddProcessProxy</c> was called for.</param>
    /// <returns>The endpoint of all routes, for conventions that apply to them.</returns>
    /// <exception cref="InvalidOperationException">It was called before, or <c>AddProcessProxy</c> was not called.</exception>
    public static IEndpointConventionBuilder MapProcessProxy(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var server = Server(endpoints);
        Once(endpoints, nameof(MapProcessProxy));
        var mapped = endpoints.Map("{**path}", server.MapTo(endpoints.ServiceProvider));
        mapped.Add(endpoint =>
        {
            ((RouteEndpointBuilder)endpoint).Order = Last;
            endpoint.DisplayName = "ProcessProxy";
        });
        return mapped;
    }

    /// <summary>
    /// Maps the management API below <c>/api</c>, and <c>/health</c>. With a key (<c>Management.ApiKeyFile</c>), every call must send it. Without a key, only
    /// users of this machine who may command the program anyway can call, over a direct connection to <c>localhost</c>; all others are refused.
    /// </summary>
    /// <param name="endpoints">The application, which <c>AddProcessProxy</c> was called for.</param>
    /// <returns>A builder for conventions that apply to all calls.</returns>
    /// <exception cref="InvalidOperationException">It was called before, or <c>AddProcessProxy</c> was not called.</exception>
    public static IEndpointConventionBuilder MapProcessProxyApi(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var management = Management(endpoints);
        Once(endpoints, nameof(MapProcessProxyApi));
        management.HasApi = true;
        return Behind(endpoints.MapApi(endpoints.ServiceProvider.GetRequiredService<IProcessClient>(), management.Guard));
    }

    /// <summary>
    /// Maps every call of the management API (<see cref="ApiRoutes"/>) to <paramref name="client"/>. There is no access check here:
    /// the application decides who may call, with <c>RequireAuthorization</c> or <c>RequireHost</c> on the returned builder.
    /// </summary>
    /// <param name="endpoints">The endpoints to add to; its services provide the clock, the log and the lifetime.</param>
    /// <param name="client">The client that executes the calls. The caller disposes it.</param>
    /// <returns>A builder for conventions that apply to all calls.</returns>
    public static IEndpointConventionBuilder MapProcessProxyApi(this IEndpointRouteBuilder endpoints, IProcessClient client)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(client);
        endpoints.ServiceProvider.GetService<MappedManagement>()?.HasApi = true;
        return endpoints.MapApi(client);
    }

    /// <summary>Maps the dashboard, protected like the API, which it requires (<see cref="MapProcessProxyApi(IEndpointRouteBuilder)"/>). With a key, it has a sign-in page.</summary>
    /// <param name="endpoints">The application, which <c>AddProcessProxy</c> was called for.</param>
    /// <param name="path">The path of the page. Its files are below <c>/dashboard/</c> wherever it is.</param>
    /// <returns>A builder for conventions that apply to all endpoints.</returns>
    /// <exception cref="InvalidOperationException">It was called before, or <c>AddProcessProxy</c> was not called.</exception>
    public static IEndpointConventionBuilder MapProcessProxyDashboard(this IEndpointRouteBuilder endpoints, string path = "/dashboard")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var management = Management(endpoints);
        Once(endpoints, nameof(MapProcessProxyDashboard));
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

    /// <summary>Two equal endpoints would answer every request with an error.</summary>
    private static void Once(IEndpointRouteBuilder endpoints, string call)
    {
        if (!Management(endpoints).Calls.Add((endpoints, call)))
        {
            throw new InvalidOperationException($"{call} was called already: call it once.");
        }
    }

    private static InvalidOperationException NotAdded() => new("Call AddProcessProxy on the services of the application first.");
}
