using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.AspNetCore.Tls;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>The reverse proxy on listeners of its own, with certificates of its own. Started once; its routes can change while it runs.</summary>
internal sealed class ProxyApp : IProxy
{
    /// <summary>How long requests may finish after a stop was asked for; then their connections are cut.</summary>
    /// <value>5 seconds.</value>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly ServerSpec spec;
    private readonly ILoggerFactory loggers;
    private readonly TimeProvider clock;
    private readonly ProxyRoutes routes;
    private readonly ServerCertificates certificates;
    private readonly ConnectionAllowance connections;
    private bool disposed;
    private ListenSockets? sockets;
    private WebApplication? app;

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
        this.loggers = loggers;
        this.clock = clock;
        routes = new ProxyRoutes(spec, readiness, loggers, clock, budget, telemetry);
        connections = new ConnectionAllowance(budget.Clients, budget.ClientsOfOne, routes.Trusted.Contains);
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
