using ProcessProxy.EndToEnd.Harness;

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
                args: ["backend"]
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

    public ValueTask DisposeAsync() => Project.DisposeAsync();

    private static string Indent(string text) => string.Join('\n', text.Split('\n').Select(line => "  " + line));
}
