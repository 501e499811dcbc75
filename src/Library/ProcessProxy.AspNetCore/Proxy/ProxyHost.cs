using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Http;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.AspNetCore.Tls;

namespace ProcessProxy.AspNetCore.Proxy;

/// <summary>A web server without influences from its environment: no settings file, no environment variable, no signal, no console.</summary>
internal static class ProxyHost
{
    /// <summary>The web server's switch against lines that end without a carriage return. It applies to the whole process; there is no other one.</summary>
    private const string StrictLines = "Microsoft.AspNetCore.Server.Kestrel.DisableHttp1LineFeedTerminators";

    /// <summary>Builds the server on sockets that are already bound.</summary>
    public static WebApplication Build(
        ListenSockets sockets, ConnectionAllowance allowance, ServerCertificates certificates, ILoggerFactory loggers, TimeProvider clock, Departure departure)
    {
        if (!AppContext.TryGetSwitch(StrictLines, out _))
        {
            AppContext.SetSwitch(StrictLines, true);
        }

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ApplicationName = "ProcessProxy",
            ContentRootPath = AppContext.BaseDirectory,
            EnvironmentName = Environments.Production,
        });
        builder.Services.AddSingleton<IHostLifetime, UnattendedLifetime>();
        builder.Services.AddSingleton(departure);

        // Whoever stops it says how long that may take.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services.AddHttpForwarder();
        builder.Logging.AddProvider(new PassOnLoggerProvider(loggers));
        QuietFramework(builder.Logging);
        builder.WebHost.UseKestrelCore().UseSockets(transport => transport.CreateBoundListenSocket = sockets.Find);
        new ConnectionBounds(_ => allowance, loggers, clock, departure.Begun).Use(builder.Services);
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, sockets.Endpoints, certificates, clock));
        var app = builder.Build();
        app.Use(next => new DepartureMiddleware(next, departure).InvokeAsync);
        return app;
    }

    // A line for each request would be an access log, which nobody requested; ForwardingEndpoint reports errors.
    private static void QuietFramework(ILoggingBuilder logging) => logging
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
        .AddFilter("Yarp", LogLevel.Error);

    private static void Configure(KestrelServerOptions kestrel, ListenEndpoints endpoints, ServerCertificates certificates, TimeProvider clock)
    {
        kestrel.AddServerHeader = false;

        // Latin-1: see BackendClient.
        kestrel.RequestHeaderEncodingSelector = static name => name == HeaderNames.ContentLength ? LengthEncoding.Instance : Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;

        ConnectionLimits.Apply(kestrel.Limits);
        foreach (var endPoint in endpoints.Http)
        {
            kestrel.Listen(endPoint, options => options.Protocols = HttpProtocols.Http1);
        }

        foreach (var endPoint in endpoints.Https)
        {
            kestrel.Listen(endPoint, options =>
            {
                options.Protocols = HttpProtocols.Http1AndHttp2;
                options.UseCertificates(certificates, clock);
            });
        }
    }

    /// <summary>Passes log entries that pass the filters to the loggers of the host.</summary>
    private sealed class PassOnLoggerProvider(ILoggerFactory loggers) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => loggers.CreateLogger(categoryName);

        public void Dispose()
        {
            // The factory belongs to its creator.
        }
    }
}
