using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>Maps the calls of the management API with their methods and handlers.</summary>
internal static class ApiEndpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];
    private static readonly string[] Commanding = [HttpMethods.Post];

    /// <summary>Maps all calls.</summary>
    /// <param name="endpoints">The endpoints to add to; its services provide the clock, the log and the lifetime.</param>
    /// <param name="client">The client that executes the calls.</param>
    /// <param name="guard">Checks who may call; null if access is checked elsewhere.</param>
    /// <param name="upgrade">Replaces the server by its new executable; null if it is part of another program.</param>
    /// <returns>A builder for conventions that apply to all calls.</returns>
    public static IEndpointConventionBuilder MapApi(
        this IEndpointRouteBuilder endpoints, IProcessClient client, Func<RequestDelegate, RequestDelegate>? guard = null,
        Func<CancellationToken, Task<ServerUpgrade>>? upgrade = null)
    {
        var api = ApiContext.For(client, endpoints.ServiceProvider) with { Upgrade = upgrade };
        var group = endpoints.MapGroup("");
        void Map(string route, string[] methods, ApiCall call, bool shared = false)
        {
            group.MapMethods(route, methods, Guarded(call.ToEndpoint(api)));
            if (!shared)
            {
                group.Map(route, Guarded(Refusals.MethodNotAllowed(methods)));
            }
        }

        RequestDelegate Guarded(RequestDelegate endpoint) => guard is null ? endpoint : guard(endpoint);

        Map(ApiRoutes.Processes, Reading, ProcessEndpoints.ListAsync);
        Map(ApiRoutes.Process, Reading, ProcessEndpoints.GetAsync);
        Map(ApiRoutes.Diagnosis, Reading, ProcessEndpoints.DiagnoseAsync);
        Map(ApiRoutes.Start, Commanding, ProcessEndpoints.StartAsync);
        Map(ApiRoutes.Stop, Commanding, ProcessEndpoints.StopAsync);
        Map(ApiRoutes.Restart, Commanding, ProcessEndpoints.RestartAsync);
        Map(ApiRoutes.Scale, Commanding, ProcessEndpoints.ScaleAsync);
        Map(ApiRoutes.Resources, Reading, ProcessEndpoints.GetResourcesAsync);
        Map(ApiRoutes.Logs, Reading, LogEndpoint.ReadAsync);

        // A process may have the ID "reload": every method except POST goes to the process with that ID.
        Map(ApiRoutes.Reload, Commanding, ProcessEndpoints.ReloadAsync, shared: true);
        Map(ApiRoutes.Plan, Reading, ProcessEndpoints.PlanAsync);
        Map(ApiRoutes.Events, Reading, EventsEndpoint.WatchAsync);
        Map(ApiRoutes.Routes, Reading, StatusEndpoints.GetRoutesAsync);
        Map(ApiRoutes.Upgrade, Commanding, StatusEndpoints.UpgradeAsync);
        Map(ApiRoutes.Status, Reading, StatusEndpoints.GetAsync);
        Map(ApiRoutes.Health, Reading, StatusEndpoints.HealthAsync);
        Map(ApiRoutes.OpenApi, Reading, OpenApiEndpoint.GetAsync);
        return group;
    }
}
