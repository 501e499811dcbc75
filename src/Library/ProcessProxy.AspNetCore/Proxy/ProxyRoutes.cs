using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Proxy.AccessLog;
using ProcessProxy.AspNetCore.Proxy.Forwarding;
using ProcessProxy.AspNetCore.Proxy.Holding;
using ProcessProxy.AspNetCore.Proxy.Origin;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.AspNetCore.Proxy.Traffic;
using ProcessProxy.AspNetCore.Tls;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision;
using Yarp.ReverseProxy.Forwarder;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>The current routes and the handlers of their requests, for any listener. They can change while it runs.</summary>
internal sealed class ProxyRoutes : IAsyncDisposable
{
    private readonly ServerSpec spec;
    private readonly ILoggerFactory loggers;
    private readonly ILogger log;
    private readonly TimeProvider clock;
    private readonly ProxyTelemetry? telemetry;
    private readonly Lock applying = new();
    private readonly TrustedProxies trusted;
    private readonly ProcessGates gates;
    private readonly OutgoingAllowance outgoing;
    private readonly HttpMessageInvoker client;
    private AccessLogWriter? accessLog;
    private RoutePipeline? pipeline;
    private CurrentRoutes? routes;

    /// <summary>Creates the routes. Nothing is opened before <see cref="Open"/>.</summary>
    /// <param name="spec">The first routes and the common settings.</param>
    /// <param name="readiness">The readiness of the processes of the routes.</param>
    /// <param name="loggers">The loggers. Not disposed.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="budget">The limits on connections.</param>
    /// <param name="telemetry">The telemetry of requests, or null.</param>
    public ProxyRoutes(
        ServerSpec spec, IProcessReadiness readiness, ILoggerFactory loggers, TimeProvider clock, ConnectionBudget budget, ProxyTelemetry? telemetry)
    {
        this.spec = spec;
        this.telemetry = telemetry;
        gates = new ProcessGates(readiness, clock);
        this.loggers = loggers;
        this.clock = clock;
        trusted = new TrustedProxies(spec.TrustedProxies);
        outgoing = new OutgoingAllowance(budget.Outgoing, clock);
        client = BackendClient.Create(outgoing);
        log = loggers.CreateLogger("ProcessProxy.Proxy");
    }

    /// <summary>Gets the trusted proxies.</summary>
    public TrustedProxies Trusted => trusted;

    /// <summary>Applies the first routes. Must be called once.</summary>
    /// <param name="app">The pipeline of their handlers; its services are those of the web server.</param>
    /// <param name="endpoints">The addresses, for redirects.</param>
    /// <param name="challenges">The responses for certificate authorities, or null.</param>
    public void Open(IApplicationBuilder app, Func<ListenEndpoints> endpoints, ChallengeResponses? challenges)
    {
        var services = app.ApplicationServices;
        accessLog = spec.AccessLog is { } lines ? OpenAccessLog(lines) : null;
        pipeline = new RoutePipeline(new ProxyServices(
            Forwarder(services.GetRequiredService<IHttpForwarder>()), client, outgoing, gates, endpoints, services, log, clock, telemetry));
        routes = new CurrentRoutes(new RouteTable(spec.Routes, pipeline.For));
        ProxyPipeline.Build(app, routes, challenges, trusted, accessLog, telemetry?.Traces, clock);
        if (telemetry is not null)
        {
            RouteMetrics.Add(telemetry.Meter, () => routes.Table.Routes.Select(route => (route.Name, route.Traffic)));
        }
    }

    /// <summary>
    /// Applies the routes of another configuration. New requests use them, and so do requests that wait for a process; requests, streams
    /// and WebSockets in progress continue as they began.
    /// </summary>
    /// <param name="changed">The configuration.</param>
    /// <param name="prepare">Prepares the change; if it throws, everything stays as it was.</param>
    /// <exception cref="InvalidOperationException">It has not been opened.</exception>
    public void Apply(ServerSpec changed, Action prepare)
    {
        var current = routes ?? throw new InvalidOperationException("The proxy has not been started.");
        lock (applying)
        {
            var before = current.Table;
            var table = new RouteTable(changed.Routes, pipeline!.For, before);
            prepare();
            trusted.Replace(changed.TrustedProxies);
            current.Table = table;
            table.TakeOverFrom(before);
            gates.TellAll();
            Log.RoutesApplied(log, changed.Routes.Count);
        }
    }

    /// <summary>Returns the activity of each current route, in the order of the configuration.</summary>
    public IReadOnlyList<RouteActivity> Activity()
    {
        var now = TrafficMiddleware.SecondOf(clock, clock.GetTimestamp());
        return [.. (routes?.Table.Routes ?? []).Select(route => route.Traffic.Describe(route.Spec, now))];
    }

    /// <summary>Waits until a process has no requests in progress; see <see cref="ProcessGates.DrainAsync"/>.</summary>
    public Task DrainAsync(string process, CancellationToken cancellationToken) => gates.DrainAsync(process, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (accessLog is not null)
        {
            await accessLog.DisposeAsync().ConfigureAwait(false);
        }

        client.Dispose();
        gates.Dispose();
    }

    private IHttpForwarder Forwarder(IHttpForwarder inner)
    {
        inner = accessLog is null ? inner : new TimedForwarder(inner);
        return telemetry?.Traces is { } traces ? new TracedForwarder(inner, traces) : inner;
    }

    private AccessLogWriter OpenAccessLog(AccessLogSpec to) => new(
        to.File is { } file ? new FileSink(file, to.MaxSize, to.MaxFiles) : new ConsoleSink(), loggers.CreateLogger("ProcessProxy.AccessLog"), clock);
}
