using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>The seed's second example with a real npm: <c>npm start</c> is npm, a shell, node and what node forks.</summary>
public sealed class NpmTests
{
    private const string Package = """
        { "name": "bdreader-server", "private": true, "scripts": { "start": "node server.js" } }
        """;

    private const string Program = """
        const http = require("node:http");
        if (process.argv[2] === "worker") { setInterval(() => {}, 1000); }
        else {
          require("node:child_process").fork(__filename, ["worker"]);
          http.createServer((request, response) => response.end(JSON.stringify({
            url: request.url, arguments: process.argv.slice(2), host: request.headers.host, proto: request.headers["x-forwarded-proto"],
          }))).listen(Number(process.env.PORT), "localhost", () => console.log(`listening on ${process.env.PORT}`));
        }
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task An_npm_app_is_healthy_serves_both_routes_survives_the_server_and_stops_with_its_whole_tree()
    {
        Assert.SkipUnless(Machine.Which("npm") is not null, "npm is not installed.");
        var port = Ports.Free().ToString(System.Globalization.CultureInfo.InvariantCulture);
        await using var project = new Project("app");
        project.Write("bdreader-server/package.json", Package).Write("bdreader-server/server.js", Program);
        project.Write(
            "app/config/processes.yaml",
            SeedTests.File("photos-processes.yaml").Replace("8892", port, StringComparison.Ordinal)
            + $"    healthCheck:\n      enabled: true\n      path: \"http://localhost:{port}/health\"\n");
        project.Write(
            "app/config/proxy.yaml",
            SeedTests.File("proxy.yaml") + SeedTests.File("photos-proxy.yaml").Replace("8892", port, StringComparison.Ordinal)
            + SeedTests.OnFreePorts);

        var first = await project.StartAsync();
        await first.WaitForAsync("photos-server", info => info.Health == HealthState.Healthy, "is healthy");
        var tree = project.InstancesOf("photos-server");
        Assert.True(tree.Count >= 3, $"npm, node and its worker run, not only {tree.Count}");
        await RoutesAnswerAsync(first);

        await first.KillAsync();
        var second = await project.StartAsync();
        var adopted = await second.WaitForAsync("photos-server", info => info.Health == HealthState.Healthy, "is healthy again");
        Assert.True(adopted.IsReconnected);
        Assert.Equal(tree.Order(), project.InstancesOf("photos-server").Order());
        await RoutesAnswerAsync(second);

        await second.Client.StopAsync("photos-server", Cancelled);
        Assert.Empty(project.InstancesOf("photos-server"));
        Assert.DoesNotContain(tree, Machine.IsAlive);
    }

    private static async Task RoutesAnswerAsync(ServerUnderTest server)
    {
        var https = new Uri((await server.Client.GetStatusAsync(Cancelled)).Endpoints.Https!).Port;
        using var client = new HttpClient(Handler(https));
        foreach (var route in (string[])["photos", "app2"])
        {
            using var answer = JsonDocument.Parse(await client.GetStringAsync($"https://home.turpault.me:{https}/{route}/one?q=1&q=%2F", Cancelled));
            Assert.Equal("/one?q=1&q=%2F", answer.RootElement.GetProperty("url").GetString());
            Assert.Equal("https", answer.RootElement.GetProperty("proto").GetString());
            Assert.Equal($"home.turpault.me:{https}", answer.RootElement.GetProperty("host").GetString());
            Assert.Equal(
                ["--config", "/path/to/photos-config"],
                answer.RootElement.GetProperty("arguments").EnumerateArray().Select(argument => argument.GetString()));
        }
    }

    private static SocketsHttpHandler Handler(int https) => new()
    {
        ConnectCallback = async (_, cancelled) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, https, cancelled);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new SslClientAuthenticationOptions
        {
            // Signed by nobody we trust; but it must be for this name.
            RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                (errors & SslPolicyErrors.RemoteCertificateNameMismatch) == 0 && ((X509Certificate2)certificate!).MatchesHostname("home.turpault.me"),
        },
    };
}
