using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenTelemetry.Metrics;
using ProcessProxy.AspNetCore.Api;

namespace ProcessProxy.AspNetCore.Telemetry;

/// <summary>
/// Answers <c>GET /metrics</c>. What collects is made when the first such call comes, so a server that nobody scrapes pays
/// nothing for it, and made anew when a process or a route is gone: it would tell of it for ever.
/// </summary>
/// <param name="make">Makes what collects.</param>
internal sealed class PrometheusScrape(Func<MeterProvider> make) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private MeterProvider? provider;
    private RequestDelegate? write;
    private HashSet<string> told = [];

    /// <summary>Answers one call.</summary>
    public async Task AnswerAsync(HttpContext http, ApiContext api)
    {
        await gate.WaitAsync(http.RequestAborted).ConfigureAwait(false);
        try
        {
            // Has the processes measured as well, if they have not been a moment ago.
            var processes = await api.Client.ListAsync(http.RequestAborted).ConfigureAwait(false);
            var routes = await api.Client.GetRoutesAsync(http.RequestAborted).ConfigureAwait(false);
            HashSet<string> now = [.. processes.Select(process => process.Id), .. routes.Select(route => $"{route.Domain} {route.Path}")];
            if (provider is null || !told.IsSubsetOf(now))
            {
                provider?.Dispose();
                provider = make();
                write = Endpoint(provider, http.RequestServices);
            }

            told = now;

            ApiOutput.Prepare(http.Response, StatusCodes.Status200OK, ApiOutput.TextType);
            await write!(http).ConfigureAwait(false);
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
        provider?.Dispose();
        gate.Dispose();
    }

    private static RequestDelegate Endpoint(MeterProvider provider, IServiceProvider services)
    {
        var app = new ApplicationBuilder(services);
        app.UseOpenTelemetryPrometheusScrapingEndpoint(provider, predicate: static _ => true, path: null, configureBranchedPipeline: null, optionsName: null);
        return app.Build();
    }
}
