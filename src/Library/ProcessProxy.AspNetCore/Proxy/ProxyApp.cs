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

/// <summary>The reverse proxy: listens, routes, forwards. Started once; its routes can change while it runs.</summary>
internal sealed class ProxyApp : IAsyncDisposable
{
    /// <summary>How long requests may finish after a stop was asked for; then their connections are cut.</summary>
    /// <value>5 seconds.</value>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly ServerSpec spec;
    private readonly ILoggerFactory loggers;
    private readonly ILogger log;
    private readonly TimeProvider clock;
    private readonly ProxyTelemetry? telemetry;
    private readonly Lock applying = new();
    private readonly TrustedProxies trusted;
    private readonly ServerCertificates certificates;
    private readonly ProcessGates gates;
    private readonly ConnectionAllowance connections;
    private readonly OutgoingAllowance outgoing;
    private readonly HttpMessageInvoker client;
    private bool disposed;
    private AccessLogWriter? accessLog;
    private ListenSockets? sockets;
    private WebApplication? app;
    private RoutePipeline? pipeline;
    private CurrentRoutes? routes;

    /// <summary>Nothing is opened before <see cref="StartAsync"/>.</summary>
    /// <param name="spec">Where to listen, the first routes and what concerns them all.</param>
    /// <param name="readiness">Whether the processes of the routes can answer.</param>
    /// <param name="loggers">Where to log. Not disposed.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="budget">How many connections there may be.</param>
    /// <param name="telemetry">Who is told of requests besides; null for nobody.</param>
    public ProxyApp(
        ServerSpec spec, IProcessReadiness readiness, ILoggerFactory loggers, TimeProvider clock, ConnectionBudget budget, ProxyTelemetry? telemetry = null)
    {
        this.spec = spec;
        this.telemetry = telemetry;
        gates = new ProcessGates(readiness, clock);
        this.loggers = loggers;
        this.clock = clock;
        trusted = new TrustedProxies(spec.TrustedProxies);
        connections = new ConnectionAllowance(budget.Clients, budget.ClientsOfOne, trusted.Contains);
        outgoing = new OutgoingAllowance(budget.Outgoing, clock);
        client = BackendClient.Create(outgoing);
        log = loggers.CreateLogger("ProcessProxy.Proxy");
        certificates = new ServerCertificates(loggers.CreateLogger("ProcessProxy.Tls"), clock, Random.Shared.NextDouble);
    }

    /// <summary>Where it listens, with real ports.</summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public ListenEndpoints Endpoints => (sockets ?? throw new InvalidOperationException("The proxy has not been started.")).Endpoints;

    /// <summary>Listens. Call once.</summary>
    /// <exception cref="ListenException">It cannot listen where it should; the message names address and port.</exception>
    /// <exception cref="IOException">A certificate cannot be used; the message names its files.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Prepare(spec);
        sockets = ListenSockets.Bind(spec.Listen);
        app = ProxyHost.Build(sockets, connections, certificates, loggers, clock);
        accessLog = spec.AccessLog is { } lines ? OpenAccessLog(lines) : null;
        pipeline = new RoutePipeline(new ProxyServices(
            Forwarder(app.Services.GetRequiredService<IHttpForwarder>()), client, outgoing, gates, sockets.Endpoints, app.Services, log, clock, telemetry));
        routes = new CurrentRoutes(new RouteTable(spec.Routes, pipeline.For));
        ProxyPipeline.Build(app, routes, certificates.Challenges, trusted, accessLog, telemetry?.Traces, clock);
        if (telemetry is not null)
        {
            RouteMetrics.Add(telemetry.Meter, () => routes.Table.Routes.Select(route => (route.Name, route.Traffic)));
        }

        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        certificates.Start(sockets.Endpoints.HttpPort, sockets.Endpoints.HttpsPort);
    }

    /// <summary>
    /// Puts the routes of another configuration into force. New requests follow them, and so do those that wait for a process; requests, streams
    /// and WebSockets that are being answered go on as they began.
    /// </summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public void Apply(ServerSpec changed)
    {
        var current = routes ?? throw new InvalidOperationException("The proxy has not been started.");
        lock (applying)
        {
            var before = current.Table;
            var table = new RouteTable(changed.Routes, pipeline!.For, before);
            Prepare(changed);
            trusted.Replace(changed.TrustedProxies);
            current.Table = table;
            table.TakeOverFrom(before);
            gates.TellAll();
            Log.RoutesApplied(log, changed.Routes.Count);
        }
    }

    /// <summary>What each route in force has done, in the order of the configuration.</summary>
    public IReadOnlyList<RouteActivity> Activity()
    {
        var now = TrafficMiddleware.SecondOf(clock, clock.GetTimestamp());
        return [.. (routes?.Table.Routes ?? []).Select(route => route.Traffic.Describe(route.Spec, now))];
    }

    /// <summary>Ends when a process is answering no request any more; see <see cref="ProcessGates.DrainAsync"/>.</summary>
    public Task DrainAsync(string process, CancellationToken cancellationToken) => gates.DrainAsync(process, cancellationToken);

    /// <summary>Takes no new connections, lets open requests finish for <see cref="StopTimeout"/>, then cuts them.</summary>
    /// <param name="cancellationToken">Cuts them at once.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (app is null)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(StopTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        await app.StopAsync(either.Token).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, true))
        {
            return;
        }

        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        if (app is not null)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            app = null;
        }

        if (accessLog is not null)
        {
            await accessLog.DisposeAsync().ConfigureAwait(false);
        }

        sockets?.Dispose();
        client.Dispose();
        gates.Dispose();
        await certificates.DisposeAsync().ConfigureAwait(false);
    }

    private IHttpForwarder Forwarder(IHttpForwarder inner)
    {
        inner = accessLog is null ? inner : new TimedForwarder(inner);
        return telemetry?.Traces is { } traces ? new TracedForwarder(inner, traces) : inner;
    }

    private AccessLogWriter OpenAccessLog(AccessLogSpec to) => new(
        to.File is { } file ? new FileSink(file, to.MaxSize, to.MaxFiles) : new ConsoleSink(), loggers.CreateLogger("ProcessProxy.AccessLog"), clock);

    private void Prepare(ServerSpec wanted)
    {
        var secured = wanted.Routes.Where(route => route.Ssl).ToList();
        if (spec.Listen.HttpsPort is not null)
        {
            certificates.Use(wanted.Tls, [.. secured.Select(route => route.Domain).OfType<string>().Select(HostName.OfDomain)
                .Distinct(StringComparer.OrdinalIgnoreCase)]);
            return;
        }

        foreach (var route in secured)
        {
            Log.NoHttpsListener(log, route.Domain ?? "*", route.Path);
        }
    }
}
