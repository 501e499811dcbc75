using System.Net;
using Xunit;

namespace ProcessProxy.Attack;

/// <summary>What is attacked: a server on ports that stay the same, with a healthy program behind a route.</summary>
internal sealed class Target : IAsyncDisposable
{
    private readonly int backend = Ports.Free();

    /// <summary>Writes the configuration.</summary>
    /// <param name="processes">Further processes, as YAML.</param>
    /// <param name="proxy">Further keys of <c>proxy.yaml</c>.</param>
    /// <param name="routes">Further routes, as list items.</param>
    public Target(string processes = "", string proxy = "", string routes = "")
    {
        Project.Write("config/processes.yaml", $$"""
            processes:
              web:
                command: "{{Builds.TestProcess}}"
                args: ["serve"]
                env: { PORT: "{{backend}}" }
                healthCheck: { enabled: true, path: /health, interval: 1000, timeout: 5000, retries: 3 }
            {{Indent(processes)}}
            """);
        Project.Write("config/proxy.yaml", $$"""
            host: "127.0.0.1"
            port: {{ProxyPort}}
            httpsPort: {{HttpsPort}}
            processConfigFile: config/processes.yaml
            management: { port: {{ManagementPort}} }
            tls: { selfSigned: true }
            reload: manual
            {{proxy}}
            routes:
            {{Indent(routes)}}
              - target: "http://127.0.0.1:{{backend}}"
                process: web
            """);
    }

    public Project Project { get; } = new();

    public int ProxyPort { get; } = Ports.Free();

    public int HttpsPort { get; } = Ports.Free();

    public int ManagementPort { get; } = Ports.Free();

    /// <summary>The server that was started last.</summary>
    public ServerUnderTest Server { get; private set; } = null!;

    /// <summary>Starts a server and waits until the program behind the route is healthy.</summary>
    public async Task<ServerUnderTest> StartAsync()
    {
        Server = await Project.StartAsync();
        await Server.WaitForAsync("web", info => info.Health == HealthState.Healthy, "is healthy");
        return Server;
    }

    /// <summary>Sees that everybody is served: the route, the API, and the program as if nothing had been.</summary>
    public async Task AssertServesAsync()
    {
        Assert.Equal(HttpStatusCode.OK, await GetAsync($"http://127.0.0.1:{ProxyPort}/x"));
        Assert.Equal(HttpStatusCode.OK, await GetAsync($"http://127.0.0.1:{ManagementPort}/health"));
        var web = await Server.Client.GetAsync("web", TestContext.Current.CancellationToken);
        Assert.Equal((RunState.Running, HealthState.Healthy, 0), (web.State, web.Health, web.RestartCount));
    }

    /// <summary>Asks on a connection of its own.</summary>
    public static async Task<HttpStatusCode> GetAsync(string address)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Wait.Patience };
        using var answer = await http.GetAsync(address, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    public ValueTask DisposeAsync() => Project.DisposeAsync();

    private static string Indent(string text) => string.Join('\n', text.Split('\n').Select(line => "  " + line));
}
