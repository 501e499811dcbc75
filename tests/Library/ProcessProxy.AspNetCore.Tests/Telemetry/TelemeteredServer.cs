using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Telemetry;

/// <summary>A whole server with one process, one route to a backend of the test and one to nowhere.</summary>
internal sealed class TelemeteredServer : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("processproxy-telemetry-").FullName;

    private readonly string proxy;

    private TelemeteredServer(Uri backend, string variables, string apiKey)
    {
        Directory.CreateDirectory(Path.Combine(folder, "config"));
        proxy = $"""
            host: "127.0.0.1"
            port: 0
            reload: manual
            processConfigFile: "./config/processes.yaml"
            management: {"{"} port: 0, apiKey: "{apiKey}" {"}"}
            trustedProxies: ["127.0.0.0/8"]
            routes:
              - path: "/"
                target: "{backend.AbsoluteUri}"
              - path: "/gone"
                target: "http://127.0.0.1:1"

            """;
        Write("proxy.yaml", proxy);
        Configure("web");
        Server = new ProxyServer(new ConfigurationLoader(Path.Combine(folder, "config", "proxy.yaml")), NullLoggerFactory.Instance, TimeProvider.System)
        {
            Environment = Variables.Of(variables),
        };
    }

    public ProxyServer Server { get; }

    public HttpClient Http { get; } = new();

    public static async Task<TelemeteredServer> StartAsync(CancellationToken cancellationToken, Uri backend, string variables = "", string apiKey = "the-key")
    {
        var server = new TelemeteredServer(backend, variables, apiKey);
        await server.Server.StartAsync(cancellationToken);
        return server;
    }

    /// <summary>Writes the processes: each of them a shell that ends as the file named after it says.</summary>
    public void Configure(params string[] ids) => Write("processes.yaml", "processes:\n" + string.Concat(ids.Select(id =>
        $"  {id}: {{ command: sh, args: [\"-c\", \"while [ ! -f {id}.exit ]; do sleep 0.02; done; c=$(cat {id}.exit); rm {id}.exit; exit $c\"], restartDelay: 0 }}\n")));

    /// <summary>Writes the processes as they are given, and further routes, each a line.</summary>
    public void ConfigureAs(string processes, params string[] routes)
    {
        Write("processes.yaml", processes);
        Write("proxy.yaml", proxy + string.Concat(routes.Select(route => $"  - {route}\n")));
    }

    public void Exit(string id, int code)
    {
        var file = Path.Combine(folder, $"{id}.exit");
        File.WriteAllText(file + ".new", code.ToString(CultureInfo.InvariantCulture));
        File.Move(file + ".new", file);
    }

    public async Task<string> GetAsync(string path, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Server.Endpoints.Http + path);
        change?.Invoke(request);
        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async Task<HttpResponseMessage> ScrapeAsync(string? key = "the-key")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Server.Endpoints.Management + "/metrics");
        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }

        return await Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<PrometheusText> MetricsAsync()
    {
        using var answer = await ScrapeAsync();
        answer.EnsureSuccessStatusCode();
        return PrometheusText.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        using var hurry = new CancellationTokenSource(TimeSpan.Zero);
        await Server.StopAsync(hurry.Token);
        Directory.Delete(folder, recursive: true);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, "config", name), text);
}
