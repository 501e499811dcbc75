using Microsoft.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>The call that streams every change.</summary>
internal static class EventsEndpoint
{
    public static async Task WatchAsync(HttpContext http, ApiContext api)
    {
        var format = new ProcessEvents();
        await using (format.ConfigureAwait(false))
        {
            using var answer = new StreamedAnswer<ProcessEvent>(http, api, format);
            await answer.WriteAsync(token => api.Client.WatchAsync(LastEventId.Of(http.Request), token)).ConfigureAwait(false);
        }
    }
}
