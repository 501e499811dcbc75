using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ProcessProxy.AspNetCore.Dashboard;
using ProcessProxy.AspNetCore.Security;
using ProcessProxy.AspNetCore.Security.Sessions;
using ProcessProxy.AspNetCore.Telemetry;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>
/// The management API on a listener of its own. The application reads no settings file and no environment, prints nothing
/// and catches no signals: whoever builds it starts, stops and disposes of it.
/// </summary>
internal static class ManagementApp
{
    /// <value>5 seconds for the calls under way when it is stopped; streams end at once.</value>
    public static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(5);

    /// <value>64 KB. Only signing in reads a body, and less of it; a larger one closes the connection.</value>
    public const long MaxRequestBody = 64 * 1024;

    /// <value>1,024: more than scripts and dashboards need, and a bound on what readers that never leave can hold.</value>
    public const long MaxConnections = 1024;

    /// <summary>Makes the application, ready to be started.</summary>
    /// <param name="spec">Where to listen, and who may call.</param>
    /// <param name="client">What carries the calls out.</param>
    /// <param name="loggers">Where to log.</param>
    /// <param name="time">The clock.</param>
    /// <param name="metrics">Answers who scrapes metrics; null when nobody does.</param>
    /// <exception cref="ProcessProxyException">
    /// <see cref="ErrorCodes.BadArgument"/>: the address is none, or is open to others without an API key.
    /// </exception>
    public static WebApplication Build(ManagementSpec spec, IProcessClient client, ILoggerFactory loggers, TimeProvider time, PrometheusScrape? metrics = null)
    {
        var address = ListenAddress.Parse(spec);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = "ProcessProxy",
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton(time);
        builder.Services.AddSingleton(_ => new SessionStore(time)); // Made by the application, so that it disposes of it.
        builder.Services.AddSingleton<IHostLifetime, UnattendedLifetime>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = ShutdownTimeout);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, address, spec.Port));

        var app = builder.Build();
        var key = string.IsNullOrEmpty(spec.ApiKey) ? null : new ApiKey(spec.ApiKey);
        var sessions = app.Services.GetRequiredService<SessionStore>();
        app.UseManagementSecurity(spec, key, sessions);
        app.MapProcessProxyApi(client);
        app.MapDashboard(client, key, sessions, time);
        if (metrics is not null)
        {
            app.MapMethods(ApiRoutes.Metrics, [HttpMethods.Get], new ApiCall(metrics.AnswerAsync).ToEndpoint(ApiContext.For(client, app.Services)));
            app.Map(ApiRoutes.Metrics, Refusals.MethodNotAllowed([HttpMethods.Get]));
        }

        app.Map("{**path}", Refusals.NotFoundAsync);
        return app;
    }

    /// <summary>The address a started application listens at, with the real port: <c>http://127.0.0.1:4481</c>.</summary>
    public static string AddressOf(WebApplication app) =>
        app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First();

    private static void Configure(KestrelServerOptions kestrel, ListenAddress address, int port)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = MaxRequestBody;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        static void Plain(ListenOptions listener) => listener.Protocols = HttpProtocols.Http1;
        switch (address)
        {
            case { IsAny: true }:
                kestrel.ListenAnyIP(port, Plain);
                break;
            case { IsLocalhost: true } when port != 0:
                kestrel.ListenLocalhost(port, Plain);
                break;
            default:
                kestrel.Listen(address.Address ?? IPAddress.Loopback, port, Plain);
                break;
        }
    }
}
