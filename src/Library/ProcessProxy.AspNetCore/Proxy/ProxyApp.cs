using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Proxy.Forwarding;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.AspNetCore.Tls;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>The reverse proxy: listens, routes, forwards. Started once; its routes can change while it runs.</summary>
internal sealed class ProxyApp : IAsyncDisposable
{
    /// <summary>How long requests may finish after a stop was asked for; then their connections are cut.</summary>
    /// <value>5 seconds.</value>
    public static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly ListenSpec listen;
    private readonly IProcessReadiness readiness;
    private readonly ILoggerFactory loggers;
    private readonly ILogger log;
    private readonly TimeProvider clock;
    private readonly Lock applying = new();
    private readonly CurrentRoutes routes;
    private readonly ServerCertificates certificates;
    private readonly HttpMessageInvoker client = BackendClient.Create();
    private ListenSockets? sockets;
    private WebApplication? app;

    /// <summary>Compiles the routes; nothing is opened before <see cref="StartAsync"/>.</summary>
    /// <param name="listen">Where to listen.</param>
    /// <param name="routes">The first routes.</param>
    /// <param name="readiness">Whether the processes of the routes can answer.</param>
    /// <param name="certificateFolder">Where the development certificate is kept; created when it is needed.</param>
    /// <param name="loggers">Where to log. Not disposed.</param>
    /// <param name="clock">The clock.</param>
    public ProxyApp(
        ListenSpec listen, IReadOnlyList<RouteSpec> routes, IProcessReadiness readiness,
        string certificateFolder, ILoggerFactory loggers, TimeProvider clock)
    {
        this.listen = listen;
        this.readiness = readiness;
        this.loggers = loggers;
        this.clock = clock;
        log = loggers.CreateLogger("ProcessProxy.Proxy");
        this.routes = new CurrentRoutes(new RouteTable(routes));
        certificates = new ServerCertificates(new CertificateFile(certificateFolder, loggers.CreateLogger("ProcessProxy.Tls"), clock));
    }

    /// <summary>Where it listens, with real ports.</summary>
    /// <exception cref="InvalidOperationException">It has not been started.</exception>
    public ProxyEndpoints Endpoints => (sockets ?? throw new InvalidOperationException("The proxy has not been started.")).Endpoints;

    /// <summary>The routes in force.</summary>
    public IReadOnlyList<RouteSpec> Routes => routes.Table.Specs;

    /// <summary>Listens. Call once.</summary>
    /// <exception cref="ListenException">It cannot listen where it should; the message names address and port.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        Prepare(routes.Table.Specs);
        sockets = ListenSockets.Bind(listen);
        app = ProxyHost.Build(sockets, certificates, loggers);
        ProxyPipeline.Build(app, routes, sockets.Endpoints, readiness, client, log, clock);
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Puts other routes into force. New requests follow them; requests, streams and WebSockets that are open go on as they began.
    /// </summary>
    public void Apply(IReadOnlyList<RouteSpec> specs)
    {
        lock (applying)
        {
            var table = new RouteTable(specs);
            Prepare(specs);
            routes.Table = table;
            Log.RoutesApplied(log, specs.Count);
        }
    }

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
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        if (app is not null)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            app = null;
        }

        sockets?.Dispose();
        client.Dispose();
        certificates.Dispose();
    }

    private void Prepare(IReadOnlyList<RouteSpec> specs)
    {
        var secured = specs.Where(spec => spec.Ssl).ToList();
        if (listen.HttpsPort is not null)
        {
            certificates.Cover([.. secured.Select(spec => spec.Domain).OfType<string>().Select(HostName.OfDomain)
                .Distinct(StringComparer.OrdinalIgnoreCase)]);
            return;
        }

        foreach (var spec in secured)
        {
            Log.NoHttpsListener(log, spec.Domain ?? "*", spec.Path);
        }
    }
}
