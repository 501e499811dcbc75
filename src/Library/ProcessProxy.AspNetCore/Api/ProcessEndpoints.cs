using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>The calls that read and control processes.</summary>
internal static class ProcessEndpoints
{
    public static async Task ListAsync(HttpContext http, ApiContext api)
    {
        var processes = await api.Client.ListAsync(http.RequestAborted).ConfigureAwait(false);
        await ApiOutput.WriteAsync(http, api.Time, ApiOutput.Json.ApiResponseIReadOnlyListProcessInfo, processes).ConfigureAwait(false);
    }

    public static async Task GetAsync(HttpContext http, ApiContext api)
    {
        var process = await api.Client.GetAsync(IdOf(http), http.RequestAborted).ConfigureAwait(false);
        await ApiOutput.WriteAsync(http, api.Time, ApiOutput.Json.ApiResponseProcessInfo, process).ConfigureAwait(false);
    }

    public static async Task DiagnoseAsync(HttpContext http, ApiContext api)
    {
        var diagnosis = await api.Client.GetDiagnosisAsync(IdOf(http), http.RequestAborted).ConfigureAwait(false);
        await ApiOutput.WriteAsync(http, api.Time, ApiOutput.Json.ApiResponseProcessDiagnosis, diagnosis).ConfigureAwait(false);
    }

    public static async Task GetResourcesAsync(HttpContext http, ApiContext api)
    {
        var history = await api.Client.GetResourcesAsync(IdOf(http), http.RequestAborted).ConfigureAwait(false);
        await ApiOutput.WriteAsync(http, api.Time, ApiOutput.Json.ApiResponseResourceHistory, history).ConfigureAwait(false);
    }

    public static Task StartAsync(HttpContext http, ApiContext api) =>
        AnswerAsync(http, api, api.Client.StartAsync(IdOf(http), http.RequestAborted));

    public static Task StopAsync(HttpContext http, ApiContext api) =>
        AnswerAsync(http, api, api.Client.StopAsync(IdOf(http), http.RequestAborted));

    public static Task RestartAsync(HttpContext http, ApiContext api) =>
        AnswerAsync(http, api, api.Client.RestartAsync(IdOf(http), http.RequestAborted));

    public static Task ScaleAsync(HttpContext http, ApiContext api) =>
        AnswerAsync(http, api, api.Client.ScaleAsync(
            IdOf(http),
            QueryArguments.Number(http.Request.Query, "instances", 1, ProcessSpec.MostInstances) ?? throw QueryArguments.Bad("instances is missing: the number of instances."),
            http.RequestAborted));

    public static async Task ReloadAsync(HttpContext http, ApiContext api)
    {
        var actions = await api.Client.ReloadAsync(http.RequestAborted).ConfigureAwait(false);
        await ApiOutput.WriteAsync(
            http, api.Time, ApiOutput.Json.ApiResponseIReadOnlyListReloadAction, actions, CommandMessages.For(actions)).ConfigureAwait(false);
    }

    public static async Task PlanAsync(HttpContext http, ApiContext api)
    {
        var plan = await api.Client.GetPlanAsync(http.RequestAborted).ConfigureAwait(false);
        await ApiOutput.WriteAsync(http, api.Time, ApiOutput.Json.ApiResponseIReadOnlyListPlannedChange, plan).ConfigureAwait(false);
    }

    /// <summary>Returns the ID in the path. Only the client decides whether the process exists.</summary>
    public static string IdOf(HttpContext http) => (string)http.Request.RouteValues["id"]!;

    private static async Task AnswerAsync(HttpContext http, ApiContext api, Task<ProcessInfo> command)
    {
        var process = await command.ConfigureAwait(false);
        await ApiOutput.WriteAsync(
            http, api.Time, ApiOutput.Json.ApiResponseProcessInfo, process, CommandMessages.For(process)).ConfigureAwait(false);
    }
}
