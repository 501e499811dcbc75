using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Telemetry;

/// <summary>
/// Answers <c>GET /metrics</c>. What collects is made when the first such call comes, so a server that nobody scrapes pays
/// nothing for it, and made anew when a process or a route is gone: it would tell of it for ever.
/// </summary>
/// <param name="make">Makes what collects.</param>
internal sealed class PrometheusScrape(Func<PrometheusCollector> make) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private PrometheusCollector? collector;
    private HashSet<string> told = [];

    /// <summary>Answers one call.</summary>
    /// <param name="http">The call.</param>
    /// <param name="client">Tells which processes and routes there are.</param>
    public async Task AnswerAsync(HttpContext http, IProcessClient client)
    {
        await gate.WaitAsync(http.RequestAborted).ConfigureAwait(false);
        try
        {
            // Has the processes measured as well, if they have not been a moment ago.
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
