using System.Diagnostics;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>A standard output that nobody reads: a pipe that is full before the server starts, as a stopped terminal or a stalled journal is.</summary>
public sealed class UnreadOutputTests
{
    private const string FillPipe = """
        mkfifo "$0" && exec 3<>"$0" && head -c 65536 /dev/zero >&3 && echo full && exec "$@" >&3 2>&3
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 90_000)]
    public async Task Commands_requests_and_supervision_go_on_and_the_server_stops_in_order()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The pipe is made by a shell.");
        await using var project = new Project();
        var (management, proxy, nobody) = (Ports.Free(), Ports.Free(), Ports.Free());
        project.Configure("""
            web: { command: "sleep", args: ["1000"] }
            crashing: { command: "false", restartDelay: 1, maxRestarts: 100000 }
            """).Write("config/proxy.yaml", $$"""
            host: "127.0.0.1"
            port: {{proxy}}
            management: { port: {{management}} }
            routes:
              - { path: "/", target: "http://127.0.0.1:{{nobody}}" }
            processConfigFile: "./config/processes.yaml"
            """);
        using var server = Process.Start(Stalled(project))!;
        Assert.Equal("full", await server.StandardOutput.ReadLineAsync(Cancelled));
        using var client = new HttpProcessClient(new Uri($"http://127.0.0.1:{management}"));
        await Wait.Until(() => IsRunningAsync(client), "the server is up and web runs");

        using var http = new HttpClient();
        for (var request = 0; request < 3000; request++)
        {
            using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{proxy}/{request}?secret={request}"), Cancelled);
            Assert.Equal(502, (int)answer.StatusCode);
        }

        var restarted = await client.RestartAsync("web", Cancelled);
        Assert.Equal(RunState.Running, restarted.State);
        Assert.True((await client.GetAsync("crashing", Cancelled)).RestartCount > 10);

        var asked = Stopwatch.GetTimestamp();
        Machine.Signal(server.Id, Machine.Term);
        await server.WaitForExitAsync(Cancelled);
        Assert.Equal(0, server.ExitCode);
        Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Empty(project.Processes);
    }

    private static ProcessStartInfo Stalled(Project project) =>
        new("sh", ["-c", FillPipe, project.File("unread"), Builds.Server, "--config", project.ConfigFile])
        {
            RedirectStandardOutput = true,
            Environment = { [Project.MarkVariable] = project.Mark, ["DOTNET_EnableDiagnostics"] = "0" },
        };

    private static async Task<bool> IsRunningAsync(HttpProcessClient client)
    {
        try
        {
            return (await client.GetAsync("web", Cancelled)).State == RunState.Running;
        }
        catch (ProcessProxyException notYet) when (notYet.Code == ErrorCodes.ServerUnreachable)
        {
            return false;
        }
    }
}
