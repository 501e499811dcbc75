using System.Net;
using System.Net.Sockets;
using Xunit;

namespace ProcessProxy.EndToEnd.Faults;

/// <summary>More clients than the server may have descriptors.</summary>
public sealed class DescriptorFaultTests
{
    private const int Limit = 600;
    private const int Clients = 900;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [InlineData("proxy", "GET / HTTP/1.1\r\nHost: a\r\n")]
    [InlineData("management", "GET / HTTP/1.1\r\nHost: a\r\n")]
    [InlineData("proxy", "")]
    public async Task A_server_with_few_descriptors_outlives_clients_that_send_half_a_head_and_so_do_its_programs(string listener, string head)
    {
        Assert.SkipWhen(Machine.Which("prlimit") is null, "There is no prlimit here.");
        await using var project = new Project { Wrapper = ["prlimit", $"--nofile={Limit}:{Limit}"] };
        var backend = Ports.Free();
        project.Configure(
            $"""
            web:
              command: "{Builds.TestProcess}"
              args: ["serve"]
              env: {"{"} PORT: "{backend}" {"}"}
              maxRestarts: 0
              healthCheck: {"{"} enabled: true, path: "/", interval: 100, timeout: 5000, retries: 1 {"}"}
            later: {"{"} command: "sleep", args: ["1000"], enabled: false, maxRestarts: 0 {"}"}
            """,
            $"- target: \"http://127.0.0.1:{backend}\"\n  process: web");
        var server = await project.StartAsync();
        var web = await server.WaitForAsync("web", info => info.Health == HealthState.Healthy, "is healthy");
        var address = new Uri(listener == "proxy" ? server.Proxy : server.Management);

        var flood = new List<Socket>();
        try
        {
            for (var i = 0; i < Clients; i++)
            {
                flood.Add(await TryConnectAsync(address.Port, head));
            }

            // It is there, it probes and it launches.
            var probed = web.LastHealthCheck!.At;
            await server.WaitForAsync("web", info => info.LastHealthCheck!.At > probed + TimeSpan.FromSeconds(1), "is probed as before");
            Assert.Equal(RunState.Running, (await server.Client.StartAsync("later", Cancelled)).State);
            var now = await server.Client.GetAsync("web", Cancelled);
            Assert.Equal((RunState.Running, HealthState.Healthy, web.Pid, 0), (now.State, now.Health, now.Pid, now.RestartCount));
            Assert.InRange(Machine.OpenFiles(server.Pid).Count, 0, Limit - 50);
        }
        finally
        {
            flood.ForEach(socket => socket.Dispose());
        }

        using var http = new HttpClient();
        await Wait.Until(async () => await StatusAsync(http, server.Proxy + "/x") == HttpStatusCode.OK, "requests are answered again");
        Assert.Contains("are closed, ", server.Output, StringComparison.Ordinal);
        FaultTable.Add(
            $"{Clients} clients that send {(head.Length > 0 ? "half a head" : "nothing")} to the {listener}'s listener of a server that may open {Limit} files",
            $"it answers, probes and launches; no program was ended");
    }

    private static async Task<Socket> TryConnectAsync(int port, string head)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(IPAddress.Loopback, port, Cancelled);
            await socket.SendAsync(System.Text.Encoding.ASCII.GetBytes(head), Cancelled);
        }
        catch (SocketException)
        {
            // It was closed at once, as it should be.
        }

        return socket;
    }

    private static async Task<HttpStatusCode?> StatusAsync(HttpClient http, string url)
    {
        try
        {
            using var answer = await http.GetAsync(new Uri(url), Cancelled);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}
