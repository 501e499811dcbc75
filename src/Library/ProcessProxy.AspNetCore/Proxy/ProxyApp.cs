using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.AspNetCore.Tls;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>The reverse proxy on its own listeners, with its own certificates. Started once; its routes can change while it runs.</summary>
internal sealed class ProxyApp : IProxy
{
    /// <summary>The time that requests have to complete after a stop; then their connections are aborted.</summary>
    /// <value>5 seconds.</value>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    /// <summary>The time that requests have to complete when another server has taken over; then their connections are aborted.</summary>
    /// <value>10 minutes: a long download, which keeps nobody waiting.</value>
    public static readonly TimeSpan DepartureTimeout = TimeSpan.FromMinutes(10);

    private readonly ServerSpec spec;
    private readonly ILoggerFactory loggers;
    private readonly TimeProvider clock;
    private readonly ProxyRoutes routes;
    private readonly ServerCertificates certificates;
    private readonly ConnectionAllowance connections;
    private readonly SocketStore store;
    private readonly Departure departure;
    private bool disposed;
    private ListenSockets? sockets;
    private WebApplication? app;

    /// <summary>Creates the proxy. Nothing is opened before <see cref="StartAsync"/>.</summary>
    /// <param name="spec">The listeners, the first routes and the common settings.</param>
    /// <param name="readiness">The readiness of the processes of the routes.</param>
    /// <param name="loggers">The loggers. Not disposed.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="budget">The limits on connections.</param>
    /// <param name="telemetry">The telemetry of requests, or null.</param>
    /// <param name="store">The sockets that the server was started with, or null.</param>
    /// <param name="departure">The departure of the server, or null if it never departs.</param>
    public ProxyApp(
        ServerSpec spec, IProcessReadiness readiness, ILoggerFactory loggers, TimeProvider clock, ConnectionBudget budget, ProxyTelemetry? telemetry = null,
        SocketStore? store = null, Departure? departure = null)
    {
        this.store = store ?? new SocketStore([]);
        this.departure = departure ?? new Departure();
        this.spec = spec;
        this.loggers = loggers;
        this.clock = clock;
        routes = new ProxyRoutes(spec, readiness, loggers, clock, budget, telemetry);
        connections = new ConnectionAllowance(budget.Clients, budget.ClientsOfOne, routes.Trusted.Contains);
        certificates = new ServerCertificates(loggers.CreateLogger("ProcessProxy.Tls"), clock, Random.Shared.NextDouble);
    }

    /// <summary>Gets the addresses, with real ports.</summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public ListenEndpoints Endpoints => (sockets ?? throw new InvalidOperationException("The proxy has not been started.")).Endpoints;

    /// <summary>Starts listening. Must be called once.</summary>
    /// <exception cref="ListenException">It cannot listen on a configured address; the message contains address and port.</exception>
    /// <exception cref="IOException">A certificate cannot be used; the message names its files.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Prepare(spec);
        sockets = ProxyPorts.Bind(spec, store);
        app = ProxyHost.Build(sockets, connections, certificates, loggers, clock, departure);
        routes.Open(app, () => sockets.Endpoints, certificates.Challenges);
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        certificates.Start(sockets.Endpoints.HttpPort, sockets.Endpoints.HttpsPort);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public void Apply(ServerSpec changed) => routes.Apply(changed, () => Prepare(changed));

    /// <inheritdoc/>
    public IReadOnlyList<RouteActivity> Activity() => routes.Activity();

    /// <inheritdoc/>
    public Task DrainAsync(string process, CancellationToken cancellationToken) => routes.DrainAsync(process, cancellationToken);

    /// <summary>Accepts no new connections, lets open requests complete for <see cref="StopTimeout"/>, or <see cref="DepartureTimeout"/>, then aborts them.</summary>
    /// <param name="cancellationToken">Aborts them immediately.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (app is null)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(departure.HasBegun ? DepartureTimeout : StopTimeout, clock);
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

        await routes.DisposeAsync().ConfigureAwait(false);
        sockets?.Dispose();
        await certificates.DisposeAsync().ConfigureAwait(false);
    }

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
            Log.NoHttpsListener(loggers.CreateLogger("ProcessProxy.Proxy"), route.Domain ?? "*", route.Path);
        }
    }
}
