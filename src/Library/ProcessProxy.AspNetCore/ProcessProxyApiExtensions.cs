using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using ProcessProxy.AspNetCore.Api;

namespace ProcessProxy.AspNetCore;

/// <summary>Puts the management API into an application of one's own.</summary>
public static class ProcessProxyApiExtensions
{
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
}
