using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Management;
using ProcessProxy.AspNetCore.Management.Listening;
using ProcessProxy.AspNetCore.Proxy;
using ProcessProxy.AspNetCore.Telemetry;
using ProcessProxy.Configuration;
using ProcessProxy.Platform;
using ProcessProxy.Supervision.Reloading;
using IConfiguration = Microsoft.Extensions.Configuration.IConfiguration;

namespace ProcessProxy.AspNetCore;

/// <summary>A complete server: the supervisor, the management API and the proxy, put together from one configuration.</summary>
internal sealed class ProxyServer : IAsyncDisposable, IDisposable
{
    /// <value>20 milliseconds.</value>
    private static readonly TimeSpan LockPause = TimeSpan.FromMilliseconds(20);

    /// <value>100 milliseconds.</value>
    private static readonly TimeSpan DeparturePause = TimeSpan.FromMilliseconds(100);

    /// <value>2 seconds in which connections between two requests stay open.</value>
    private static readonly TimeSpan KeepAlivePatience = TimeSpan.FromSeconds(2);

    /// <value>5 seconds.</value>
    private static readonly TimeSpan LockPatience = TimeSpan.FromSeconds(5);

    private readonly ILoggerFactory loggers;
    private readonly TimeProvider time;
    private readonly ProcessSupervisor supervisor;
    private readonly Departure departure = new();
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

    /// <summary>Gets what the start waits for before it takes the lock, because another server still has it; null for nothing.</summary>
    internal Func<CancellationToken, Task>? Turn { get; init; }

    /// <summary>Gets whether another server has its processes, and the connections from now on.</summary>
    internal bool IsDeparting => departure.HasBegun;

    /// <summary>Gets what replaces the server by its new executable; null if it is part of another program.</summary>
    internal Func<CancellationToken, Task<ServerUpgrade>>? Upgrade { get; init; }

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
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var spec = supervisor.Configuration!;
        telemetry = new ServerTelemetry(supervisor, Environment);
        var budget = ConnectionBudget.Now(spec.Processes.All);
        var endpoints = new ServerEndpoints(null, null, null);
        if (OpensManagement)
        {
            management = ManagementApp.Build(spec.Management, supervisor.Client, loggers, time, budget.Management, telemetry.Prometheus, Sockets, departure, Upgrade);
            await management.StartAsync(cancellationToken).ConfigureAwait(false);
            var listeners = ManagementApp.ListenersOf(management);
            supervisor.HomeLooked = () => listeners.Socket?.Restore();
            endpoints = endpoints with { Management = listeners.Address, Socket = listeners.SocketName };
        }

        var toldBesides = new ProxyTelemetry(telemetry.Meter, telemetry.Traces);
        if (OpensProxy)
        {
            var app = new ProxyApp(spec, supervisor.Readiness, loggers, time, budget, toldBesides, Sockets, departure);
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

    /// <summary>
    /// Leaves the programs, the lock and all new connections to another server. Requests in progress continue until <see cref="StopAsync"/>, which then ends only
    /// this server.
    /// </summary>
    internal async Task LetGoAsync()
    {
        departure.Begin();
        if (management is not null)
        {
            // Its file is in the way of the next one.
            ManagementApp.ListenersOf(management).Socket?.Dispose();
        }

        await supervisor.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Stops accepting requests and stops the processes, or leaves them running if the configuration has <c>onExit: detach</c>.</summary>
    /// <param name="hurry">Canceled when no time is left for graceful stops.</param>
    public async Task StopAsync(CancellationToken hurry = default)
    {
        if (departure.HasBegun)
        {
            await DepartAsync(hurry).ConfigureAwait(false);
        }

        if (proxy is not null)
        {
            await proxy.StopAsync(hurry).ConfigureAwait(false);
        }

        if (!departure.HasBegun)
        {
            await supervisor.StopAsync(hurry: hurry).ConfigureAwait(false);
        }

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
        departure.Dispose();
    }

    /// <summary>Ends what would keep this server, while others are answered.</summary>
    private async Task DepartAsync(CancellationToken hurry)
    {
        await departure.EndStreamsAsync().ConfigureAwait(false);
        if (management is not null)
        {
            // Waits for the call that has brought the other server.
            await management.StopAsync(hurry).ConfigureAwait(false);
        }

        // Clients that ask now learn from the answer that the connection ends, and those whose answer had begun before from the next one. One that asks in the
        // moment in which its connection is closed is not answered.
        var (began, busy) = (time.GetTimestamp(), time.GetTimestamp());
        while (!hurry.IsCancellationRequested && time.GetElapsedTime(busy) < KeepAlivePatience && time.GetElapsedTime(began) < ProxyApp.DepartureTimeout)
        {
            await Task.Delay(DeparturePause, time, hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            busy = proxy?.Activity().Any(route => route.Active > 0) == true ? time.GetTimestamp() : busy;
        }
    }

    /// <summary>Reads the configuration and takes the lock; when it is this server's turn, and with all sockets open by then.</summary>
    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (Turn is null)
        {
            supervisor.Open();
            return;
        }

        var spec = supervisor.Read();
        if (OpensManagement && spec.Management.Host is not null)
        {
            ManagementPort.Bind(spec.Management, Sockets, loggers.CreateLogger("ProcessProxy.Api"));
        }

        if (OpensProxy)
        {
            ProxyPorts.Bind(spec, Sockets);
        }

        Sockets.Return();
        await Turn(cancellationToken).ConfigureAwait(false);
        for (var began = time.GetTimestamp(); ; await Task.Delay(LockPause, time, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                supervisor.Open();
                return;
            }
            catch (ServerLockedException) when (time.GetElapsedTime(began) < LockPatience)
            {
                // The other one has died, and the system is about to release what it had.
            }
        }
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
