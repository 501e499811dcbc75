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

/// <summary>The reverse proxy in the pipeline of an application, which has the listeners and the certificates.</summary>
internal sealed class MappedProxy : IProxy
{
    private readonly ProxyRoutes routes;
    private readonly RequestDelegate answer;
    private readonly CancellationTokenSource cut;
    private readonly CancellationTokenRegistration stopping;

    /// <summary>Applies the routes.</summary>
    /// <param name="spec">The first routes and the common settings.</param>
    /// <param name="readiness">The readiness of the processes of the routes.</param>
    /// <param name="services">The services of the application.</param>
    /// <param name="loggers">The loggers. Not disposed.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="budget">The limits on connections.</param>
    /// <param name="telemetry">The telemetry of requests, or null.</param>
    public MappedProxy(
        ServerSpec spec, IProcessReadiness readiness, IServiceProvider services, ILoggerFactory loggers, TimeProvider clock, ConnectionBudget budget,
        ProxyTelemetry? telemetry)
    {
        routes = new ProxyRoutes(spec, readiness, loggers, clock, budget, telemetry);
        var app = new ApplicationBuilder(services);
        var endpoints = new ApplicationEndpoints(services, spec.Listen.PublicHttpsPort);
        routes.Open(app, endpoints.Find, challenges: null);
        answer = app.Build();

        // The application waits for its requests before anything else stops: endless ones would use up the time that the processes have.
        cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.UnsafeRegister(
            static source => ((CancellationTokenSource)source!).CancelAfter(ProxyApp.StopTimeout), cut);
    }

    /// <summary>Handles a request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        Unlimit(context.Features);

        // ASP.NET Core's middleware for files does nothing for a request with an endpoint, and that is ours.
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
    /// <remarks>The application has stopped accepting requests by then.</remarks>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await stopping.DisposeAsync().ConfigureAwait(false);
        await routes.DisposeAsync().ConfigureAwait(false);
        cut.Dispose();
    }

    /// <summary>Lets the route decide about the size and speed of a body, as on our own listeners (<see cref="ConnectionLimits"/>).</summary>
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

        // HTTP/2 has none for a single response.
        if (features.Get<IHttpMinResponseDataRateFeature>() is { } download)
        {
            download.MinDataRate = null;
        }
    }
}
