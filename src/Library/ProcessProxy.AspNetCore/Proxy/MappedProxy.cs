using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>The reverse proxy in the pipeline of an application, which listens and has the certificates.</summary>
internal sealed class MappedProxy : IProxy
{
    private readonly ProxyRoutes routes;
    private readonly RequestDelegate answer;
    private readonly CancellationTokenSource cut;
    private readonly CancellationTokenRegistration stopping;

    /// <summary>Puts the routes into force.</summary>
    /// <param name="spec">The first routes and what concerns them all.</param>
    /// <param name="readiness">Whether the processes of the routes can answer.</param>
    /// <param name="services">Those of the application.</param>
    /// <param name="loggers">Where to log. Not disposed.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="budget">How many connections there may be.</param>
    /// <param name="telemetry">Who is told of requests besides; null for nobody.</param>
    public MappedProxy(
        ServerSpec spec, IProcessReadiness readiness, IServiceProvider services, ILoggerFactory loggers, TimeProvider clock, ConnectionBudget budget,
        ProxyTelemetry? telemetry)
    {
        routes = new ProxyRoutes(spec, readiness, loggers, clock, budget, telemetry);
        var app = new ApplicationBuilder(services);
        var endpoints = new ApplicationEndpoints(services, spec.Listen.PublicHttpsPort);
        routes.Open(app, endpoints.Find, challenges: null);
        answer = app.Build();

        // The application waits for its requests before anything else ends: what has no end of its own would use up the time that the processes have.
        cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.UnsafeRegister(
            static source => ((CancellationTokenSource)source!).CancelAfter(ProxyApp.StopTimeout), cut);
    }

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        Unlimit(context.Features);

        // ASP.NET's middleware for files serves none where an endpoint is to answer, and that is us.
        context.SetEndpoint(null);
        using var registration = cut.Token.UnsafeRegister(static request => ((HttpContext)request!).Abort(), context);
        await answer(context).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Apply(ServerSpec changed) => routes.Apply(changed, static () => { });

    /// <inheritdoc/>
    public IReadOnlyList<RouteActivity> Activity() => routes.Activity();

    /// <inheritdoc/>
    public Task DrainAsync(string process, CancellationToken cancellationToken) => routes.DrainAsync(process, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>The application has stopped answering by then.</remarks>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.DisposeAsync().ConfigureAwait(false);
        await routes.DisposeAsync().ConfigureAwait(false);
        cut.Dispose();
    }

    /// <summary>How large and how slow a body may be is the route's business, as on listeners of our own (<see cref="ConnectionLimits"/>).</summary>
    private static void Unlimit(IFeatureCollection features)
    {
        if (features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        if (features.Get<IHttpMinRequestBodyDataRateFeature>() is { } upload)
        {
            upload.MinDataRate = null;
        }

        // Over HTTP/2 there is none for a single answer.
        if (features.Get<IHttpMinResponseDataRateFeature>() is { } download)
        {
            download.MinDataRate = null;
        }
    }
}
