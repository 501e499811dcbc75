using System.Globalization;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Yarp.ReverseProxy.Configuration;

// Yarp as its documentation shows it: routes to one cluster from memory, default settings, no rewriting. The log level is
// the one that templates of web projects set in their settings file; at the default one it would write lines for each request.
if (args is not [var routes, var target, var certificate, var key])
{
    Console.Error.WriteLine("BareYarp NUMBER-OF-ROUTES TARGET CERTIFICATE-FILE KEY-FILE");
    return 2;
}

var builder = WebApplication.CreateBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.Listen(IPAddress.Loopback, 0);
    kestrel.Listen(IPAddress.Loopback, 0, options => options.UseHttps(X509Certificate2.CreateFromPemFile(certificate, key)));
});
builder.Services.AddReverseProxy().LoadFromMemory(
    [
        .. Enumerable.Range(0, int.Parse(routes, CultureInfo.InvariantCulture)).Select(number => new RouteConfig
        {
            RouteId = $"r{number}", ClusterId = "backend", Match = new RouteMatch { Path = $"/r{number}/{{**rest}}" },
        }),
    ],
    [
        new ClusterConfig
        {
            ClusterId = "backend",
            Destinations = new Dictionary<string, DestinationConfig> { ["only"] = new() { Address = target } },
        },
    ]);

var app = builder.Build();
app.MapReverseProxy();
await app.StartAsync();
Console.WriteLine($"listens {string.Join(' ', app.Urls)}");
await app.WaitForShutdownAsync();
return 0;
