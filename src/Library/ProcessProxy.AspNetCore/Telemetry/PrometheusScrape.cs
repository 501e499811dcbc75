using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Telemetry;

/// <summary>
/// Answers <c>GET /metrics</c>. The collector is created by the first such call, so a server without scrapes pays
/// nothing for it, and created again when a process or a route was removed, which it would otherwise report forever.
/// </summary>
/// <param name="make">Creates the collector.</param>
internal sealed class PrometheusScrape(Func<PrometheusCollector> make) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private PrometheusCollector? collector;
    private HashSet<string> told = [];

    /// <summary>Answers a call.</summary>
    /// <param name="http">The call.</param>
    /// <param name="client">Returns the current processes and routes.</param>
    public async Task AnswerAsync(HttpContext http, IProcessClient client)
    {
        await gate.WaitAsync(http.RequestAborted).ConfigureAwait(false);
        try
        {
            // Also measures the processes, unless they were measured a moment ago.
            var processes = await client.ListAsync(http.RequestAborted).ConfigureAwait(false);
            var routes = await client.GetRoutesAsync(http.RequestAborted).ConfigureAwait(false);
            HashSet<string> now = [.. processes.Select(process => process.Id), .. routes.Select(route => $"{route.Domain} {route.Path}")];
            if (collector is null || !told.IsSubsetOf(now))
            {
                collector?.Dispose();
                collector = make();
            }

            told = now;
            ApiOutput.Prepare(http.Response, StatusCodes.Status200OK, PrometheusFormat.MediaType);
            await http.Response.WriteAsync(collector.Collect(), http.RequestAborted).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The last call has been answered: the listener is stopped first.
        await gate.WaitAsync().ConfigureAwait(false);
        collector?.Dispose();
        gate.Dispose();
    }
}
