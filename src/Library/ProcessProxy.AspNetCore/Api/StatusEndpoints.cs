using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>The calls that report the state of the server.</summary>
internal static class StatusEndpoints
{
    public static async Task GetAsync(HttpContext http, ApiContext api)
    {
        var status = await api.Client.GetStatusAsync(http.RequestAborted).ConfigureAwait(false);
        await ApiOutput.WriteAsync(http, api.Time, ApiOutput.Json.ApiResponseServerStatus, status).ConfigureAwait(false);
    }

    public static async Task GetRoutesAsync(HttpContext http, ApiContext api)
    {
        var routes = await api.Client.GetRoutesAsync(http.RequestAborted).ConfigureAwait(false);
        await ApiOutput.WriteAsync(http, api.Time, ApiOutput.Json.ApiResponseIReadOnlyListRouteActivity, routes).ConfigureAwait(false);
    }

    public static async Task UpgradeAsync(HttpContext http, ApiContext api)
    {
        var upgrade = api.Upgrade ?? throw new ProcessProxyException(
            ErrorCodes.Conflict, $"This server is part of another program (pid {Environment.ProcessId}), so it cannot be replaced alone. Restart that program.");
        var done = await upgrade(http.RequestAborted).ConfigureAwait(false);
        await ApiOutput.WriteAsync(http, api.Time, ApiOutput.Json.ApiResponseServerUpgrade, done, CommandMessages.For(done)).ConfigureAwait(false);
    }

    /// <summary>Asks the supervisor, not only the listener: a server that cannot report about its processes does not work.</summary>
    public static async Task HealthAsync(HttpContext http, ApiContext api)
    {
        var status = await api.Client.GetStatusAsync(http.RequestAborted).ConfigureAwait(false);
        if (status.Status != "running")
        {
            throw new ProcessProxyException(ErrorCodes.ShuttingDown, $"The server is {status.Status}.");
        }

        await ApiOutput.WriteAsync(http, api.Time, ApiOutput.Json.ApiResponseString, status.Status).ConfigureAwait(false);
    }
}
