using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Management;
using ProcessProxy.AspNetCore.Proxy;
using ProcessProxy.AspNetCore.Telemetry;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Reloading;
using IConfiguration = Microsoft.Extensions.Configuration.IConfiguration;

namespace ProcessProxy.AspNetCore;

/// <summary>A complete server: the supervisor, the management API and the proxy, put together from one configuration.</summary>
internal sealed class ProxyServer : IAsyncDisposable, IDisposable
{
    private readonly ILoggerFactory loggers;
    private readonly TimeProvider time;
    private readonly ProcessSupervisor supervisor;
    private ServerTelemetry? telemetry;
    private WebApplication? management;
    private IServiceProvider? mappedTo;
    private IProxy? proxy;

    /// <summary>Creates a server. Nothing happens before <see cref="StartAsync"/>.</summary>
    /// <param name="source">Where the configuration comes from.</param>
    /// <param name="loggers">Where the server logs to. Not disposed.</param>
    /// <param name="time">The clock.</param>
    public ProxyServer(IConfigurationSource source, ILoggerFactory loggers, TimeProvider time)
    {
        this.loggers = loggers;
        this.time = time;
        supervisor = new ProcessSupervisor(source, loggers, time)
        {
            Reloading = Apply, BeforeStop = DrainAsync, RouteActivity = () => proxy?.Activity() ?? [],
        };
    }

    /// <summary>Gets or sets whether this process runs only this server, so that other processes may ask it to stop.</summary>
    public bool IsDedicated
    {
        get => supervisor.IsDedicated;
        init => supervisor.IsDedicated = value;
    }

    /// <summary>Gets whether the proxy opens its configured listeners.</summary>
    /// <value>True.</value>
    internal bool OpensProxy { get; init; } = true;

    /// <summary>Gets whether the management API opens its configured listener.</summary>
    /// <value>True.</value>
    internal bool OpensManagement { get; init; } = true;

    /// <summary>Gets the sockets that the server was started with, and those that it listens on.</summary>
    /// <value>None.</value>
    internal SocketStore Sockets { get; init; } = new([]);

    /// <summary>Gets the process that starts this one again when it dies; null if there is none.</summary>
    internal int? Guardian { get => supervisor.Guardian; init => supervisor.Guardian = value; }

    /// <summary>Gets what keeps the configuration in force for the next server; null if nothing does.</summary>
    internal LastConfiguration? LastConfiguration { get => supervisor.LastConfiguration; init => supervisor.LastConfiguration = value; }

    /// <summary>Gets the client that controls the server.</summary>
    /// <exception cref="InvalidOperationException">The server has not been started.</exception>
    public IProcessClient Client => supervisor.Client;

    /// <summary>Gets the readiness of each process.</summary>
    public Supervision.IProcessReadiness Readiness => supervisor.Readiness;

    /// <summary>Gets the current configuration, or null before the start.</summary>
    public ServerSpec? Configuration => supervisor.Configuration;

    /// <summary>Gets the configuration that provides the standard variables of OpenTelemetry.</summary>
    internal IConfiguration Environment { get; init; } = TelemetrySettings.Environment();

    /// <summary>Gets the addresses the server listens on.</summary>
    public ServerEndpoints Endpoints => supervisor.Endpoints;

    /// <summary>Acquires the lock, starts listening, reconnects to running programs and starts the enabled processes.</summary>
    /// <exception cref="ProcessProxyException">The configuration is invalid; the exception contains every problem.</exception>
    /// <exception cref="Platform.ServerLockedException">Another server manages these processes.</exception>
    /// <exception cref="IOException">An address is in use or does not belong to this machine, or a certificate or the state folder cannot be used.</exception>
    /// <exception cref="UnauthorizedAccessException">This user cannot create or open the state folder.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        supervisor.Open();
        var spec = supervisor.Configuration!;
        telemetry = new ServerTelemetry(supervisor, Environment);
        var budget = ConnectionBudget.Now(spec.Processes.All);
        var endpoints = new ServerEndpoints(null, null, null);
        if (OpensManagement)
        {
            management = ManagementApp.Build(spec.Management, supervisor.Client, loggers, time, budget.Management, telemetry.Prometheus, Sockets);
            await management.StartAsync(cancellationToken).ConfigureAwait(false);
            var listeners = ManagementApp.ListenersOf(management);
            supervisor.HomeLooked = () => listeners.Socket?.Restore();
            endpoints = endpoints with { Management = listeners.Address, Socket = listeners.SocketName };
        }

        var toldBesides = new ProxyTelemetry(telemetry.Meter, telemetry.Traces);
        if (OpensProxy)
        {
            var app = new ProxyApp(spec, supervisor.Readiness, loggers, time, budget, toldBesides, Sockets);
            proxy = app;
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            endpoints = endpoints with { Http = app.Endpoints.HttpUrl, Https = app.Endpoints.HttpsUrl };
        }
        else if (mappedTo is { } services)
        {
            proxy = new MappedProxy(spec, supervisor.Readiness, services, loggers, time, budget, toldBesides);
        }

        supervisor.Endpoints = endpoints;
        await supervisor.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Serves the routes in the pipeline of an application instead of on listeners of their own.</summary>
    /// <param name="services">The services of the application.</param>
    /// <returns>The delegate that handles requests.</returns>
    /// <exception cref="InvalidOperationException">The server has its own listeners for the routes, or has been started.</exception>
    internal RequestDelegate MapTo(IServiceProvider services)
    {
        if (OpensProxy)
        {
            throw new InvalidOperationException("The routes are served on listeners of their own (OpenProxyListener), so they cannot be mapped into the application too.");
        }

        if (supervisor.Configuration is not null)
        {
            throw new InvalidOperationException("The routes must be mapped before the application starts.");
        }

        mappedTo = services;
        return AnswerAsync;
    }

    /// <summary>Stops accepting requests and stops the processes, or leaves them running if the configuration has <c>onExit: detach</c>.</summary>
    /// <param name="hurry">Canceled when no time is left for graceful stops.</param>
    public async Task StopAsync(CancellationToken hurry = default)
    {
        if (proxy is not null)
        {
            await proxy.StopAsync(hurry).ConfigureAwait(false);
        }

        await supervisor.StopAsync(hurry: hurry).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Releases all resources. Running programs keep running.</summary>
    public async ValueTask DisposeAsync()
    {
        if (proxy is not null)
        {
            await proxy.DisposeAsync().ConfigureAwait(false);
            proxy = null;
        }

        if (management is not null)
        {
            await management.DisposeAsync().ConfigureAwait(false);
            management = null;
        }

        if (telemetry is not null)
        {
            await telemetry.DisposeAsync().ConfigureAwait(false);
            telemetry = null;
        }

        await supervisor.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Releases all resources, for a container that cannot dispose asynchronously.</summary>
    void IDisposable.Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private Task AnswerAsync(HttpContext http)
    {
        if (proxy is MappedProxy mapped)
        {
            return mapped.AnswerAsync(http);
        }

        // Not started: the application runs no hosted services, for example in a test of its endpoints.
        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    private Task DrainAsync(string process, CancellationToken cancellationToken) =>
        proxy?.DrainAsync(process, cancellationToken) ?? Task.CompletedTask;

    private void Apply(ServerSpec current, ServerSpec changed) => proxy?.Apply(changed);
}
