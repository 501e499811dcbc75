using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.AspNetCore.Connections;
using ProcessProxy.AspNetCore.Proxy;
using ProcessProxy.AspNetCore.Proxy.Routing;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

/// <summary>A proxy on a free loopback port, with a client for it.</summary>
internal sealed class RunningProxy : IAsyncDisposable
{
    private readonly TempFolder folder = new();

    private RunningProxy(
        IReadOnlyList<RouteSpec> routes, string host, int? httpsPort, TimeProvider? clock, ILoggerFactory? loggers,
        Func<ServerSpec, ServerSpec>? configure, ConnectionBudget? budget, SocketStore? store)
    {
        var spec = new ServerSpec
        {
            ConfigFile = Path.Combine(folder.Path, "proxy.yaml"),
            ProjectDirectory = folder.Path,
            Listen = new ListenSpec { Host = host, Port = 0, HttpsPort = httpsPort },
            Management = new ManagementSpec { Host = "127.0.0.1", Port = 0 },
            Tls = new TlsSpec { SelfSigned = true, Folder = Path.Combine(folder.Path, "certs") },
            Processes = new ProcessesSpec { StateDirectory = folder.Path },
            Routes = [.. routes],
        };
        Spec = configure is null ? spec : configure(spec);
        App = new ProxyApp(Spec, Readiness, loggers ?? NullLoggerFactory.Instance, clock ?? TimeProvider.System, budget ?? Unlimited, store: store);
    }

    /// <summary>More of everything than a test uses.</summary>
    public static ConnectionBudget Unlimited { get; } = ConnectionBudget.Of(long.MaxValue, open: 0, programs: 0, memory: long.MaxValue);

    public ServerSpec Spec { get; }

    public StubReadiness Readiness { get; } = new();

    public ProxyApp App { get; }

    public HttpClient Client { get; private set; } = null!;

    public Uri Address => new(App.Endpoints.HttpUrl);

    public static async Task<RunningProxy> StartAsync(
        CancellationToken cancellationToken, IReadOnlyList<RouteSpec> routes,
        string host = "127.0.0.1", int? httpsPort = null, TimeProvider? clock = null, ILoggerFactory? loggers = null,
        Func<ServerSpec, ServerSpec>? configure = null, ConnectionBudget? budget = null, SocketStore? store = null)
    {
        var proxy = new RunningProxy(routes, host, httpsPort, clock, loggers, configure, budget, store);
        await proxy.App.StartAsync(cancellationToken);
        proxy.Client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
            ConnectCallback = async (context, connecting) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, connecting);
                return new NetworkStream(socket, ownsSocket: true);
            },
        })
        {
            BaseAddress = proxy.Address,
        };
        return proxy;
    }

    public static RouteSpec Route(Uri target, string path = "/") => new() { Path = path, Action = new ForwardSpec { Targets = [target] } };

    /// <summary>Puts other routes into force.</summary>
    public void Apply(IReadOnlyList<RouteSpec> routes) => App.Apply(Spec with { Routes = [.. routes] });

    /// <summary>How many requests have been held: they have arrived, and were not let through at once.</summary>
    public long Held => App.Activity().Sum(route => route.Held);

    /// <summary>Waits until no request is in progress: nothing more is sent to a backend.</summary>
    public Task IdleAsync() => Wait.Until(() => App.Activity().All(route => route.Active == 0), "no request is in progress");

    /// <summary>Sends bytes as they are and reads the answer until the connection closes.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, App.Endpoints.HttpPort, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    public Task<string> GetRawAsync(string target, string host = "test.example", string headers = "") =>
        SendRawAsync($"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{headers}\r\n");

    /// <summary>The certificate that HTTPS shows.</summary>
    public async Task<X509Certificate2> GetCertificateAsync()
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, App.Endpoints.HttpsPort!.Value, TestContext.Current.CancellationToken);
        await using var secure = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
        await secure.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions { TargetHost = "localhost" }, TestContext.Current.CancellationToken);
        return X509CertificateLoader.LoadCertificate(secure.RemoteCertificate!.GetRawCertData());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await App.StopAsync(atOnce.Token);
        await App.DisposeAsync();
        folder.Dispose();
    }
}
