using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Api;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Dashboard;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Management.Listening;
using ProcessProxy.AspNetCore.Security;
using ProcessProxy.AspNetCore.Security.Sessions;
using ProcessProxy.AspNetCore.Telemetry;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Management;

/// <summary>
/// The management API on its own listener. The application reads no settings file and no environment, prints nothing
/// and handles no signals: its creator starts, stops and disposes it.
/// </summary>
internal static class ManagementApp
{
    /// <value>5 seconds for the calls in progress when it is stopped; streams end immediately.</value>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    /// <value>64 KB. Only signing in reads a body, and a smaller one; a larger body closes the connection.</value>
    public const long MaxRequestBody = 64 * 1024;

    /// <summary>The path of the dashboard.</summary>
    private const string Page = "/";

    /// <summary>Creates the application, ready to be started.</summary>
    /// <param name="spec">The listeners and the access settings.</param>
    /// <param name="client">The client that executes the calls.</param>
    /// <param name="loggers">The loggers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="connections">The limit on connections.</param>
    /// <param name="metrics">Answers scrapes of metrics, or null.</param>
    /// <param name="store">The sockets that the server was started with, or null.</param>
    /// <param name="departure">The departure of the server, or null if it never departs.</param>
    /// <param name="upgrade">Replaces the server by its new executable; null if it is part of another program.</param>
    /// <exception cref="ProcessProxyException">
    /// <see cref="ErrorCodes.BadArgument"/>: the address is invalid, or is open to others without an API key.
    /// </exception>
    /// <exception cref="IOException">It cannot listen; the message says what to do.</exception>
    public static WebApplication Build(
        ManagementSpec spec, IProcessClient client, ILoggerFactory loggers, TimeProvider time, int connections, PrometheusScrape? metrics = null,
        SocketStore? store = null, Departure? departure = null, Func<CancellationToken, Task<ServerUpgrade>>? upgrade = null)
    {
        var key = string.IsNullOrEmpty(spec.ApiKey) ? null : new ApiKey(spec.ApiKey);
        var users = LocalUsers.Of(spec);
        var listeners = ManagementListeners.Open(spec, store ?? new SocketStore([]), loggers.CreateLogger("ProcessProxy.Api"));
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = "ProcessProxy",
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(_ => new SessionStore(time)); // Created by the application, so that it disposes it.
        builder.Services.AddSingleton<IHostLifetime, UnattendedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.Services.AddSingleton(_ => listeners); // Likewise.
        builder.WebHost.UseKestrelCore().UseSockets(transport => transport.CreateBoundListenSocket = listeners.Find);
        builder.WebHost.ConfigureKestrel(kestrel => Configure(
            kestrel, listeners, key is null ? users : null, new UnprovenConnections(connections, isBounded: false, time),
            new UnprovenConnections(connections, isBounded: true, time)));
        var bounds = new ConnectionBounds(ConnectionBounds.InHalves(connections), loggers, time, departure?.Begun ?? CancellationToken.None);
        bounds.Use(builder.Services);
        if (listeners.Socket is { } socket)
        {
            builder.Services.AddSingleton<IConnectionListenerFactory>(
                services => bounds.Of(new SocketListenerFactory(socket, services.GetRequiredService<IMemoryPoolFactory<byte>>())));
        }

        if (OperatingSystem.IsWindows())
        {
            builder.WebHost.UseNamedPipes();
        }

        var app = builder.Build();
        if (departure is not null)
        {
            app.Use(next => new DepartedMiddleware(next, departure).InvokeAsync);
        }

        var sessions = app.Services.GetRequiredService<SessionStore>();
        var attempts = new SignInAttempts(time);
        app.UseManagementSecurity(spec.Host, key is null ? null : new KeyGuard(key, sessions, attempts, request => DashboardEndpoints.IsOpen(request, Page)), users);
        app.MapApi(client, upgrade: upgrade);
        var signIn = key is null ? null : new SignIn(key, sessions, attempts, Page, DashboardPages.WriteSignInAsync);
        app.MapDashboard(Page, client, () => signIn);
        if (metrics is not null)
        {
            app.MapMethods(ApiRoutes.Metrics, [HttpMethods.Get], new ApiCall((http, api) => metrics.AnswerAsync(http, api.Client)).ToEndpoint(ApiContext.For(client, app.Services)));
            app.Map(ApiRoutes.Metrics, Refusals.MethodNotAllowed([HttpMethods.Get]));
        }

        app.Map("{**path}", Refusals.NotFoundAsync);
        return app;
    }

    /// <summary>Configures the listeners of an application.</summary>
    public static ManagementListeners ListenersOf(WebApplication app) => app.Services.GetRequiredService<ManagementListeners>();

    /// <param name="kestrel">The options of the web server.</param>
    /// <param name="listeners">The listeners.</param>
    /// <param name="users">The users with access without a key; null if there is a key.</param>
    /// <param name="known">The connections of these users until their first request.</param>
    /// <param name="others">The connections of others.</param>
    private static void Configure(
        KestrelServerOptions kestrel, ManagementListeners listeners, LocalUsers? users, UnprovenConnections known, UnprovenConnections others)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxRequestBody;
        foreach (var endPoint in listeners.Tcp)
        {
            kestrel.Listen(endPoint, listener => Prepare(listener, next => connection =>
            {
                var caller = Caller.OverTcp(connection, isAsked: users is not null);
                connection.Features.Set(caller);
                return (users?.Includes(caller.User) == true ? known : others).ServeAsync(connection, caller, next);
            }));
        }

        if (listeners.Socket is { } socket)
        {
            kestrel.ListenUnixSocket(socket.Path, listener => Prepare(listener, LetIn));
        }

        if (listeners.Pipe is { } pipe)
        {
            kestrel.ListenNamedPipe(pipe, listener => Prepare(listener, LetIn));
        }
    }

    private static ConnectionDelegate LetIn(ConnectionDelegate next) => connection =>
    {
        connection.Features.Set(Caller.OverSocket);
        return next(connection);
    };

    private static void Prepare(ListenOptions listener, Func<ConnectionDelegate, ConnectionDelegate> receive)
    {
        listener.Protocols = HttpProtocols.Http1;
        listener.Use(receive);
    }
}
