using System.Globalization;
using System.Net;
using Xunit;

namespace ProcessProxy.EndToEnd.Replacing;

/// <summary>The server is killed in the middle of a replacement: the next one keeps what can answer and ends the rest.</summary>
public sealed class KilledReplacementTests
{
    /// <summary>How often the server is killed at a random moment; more for a thorough look.</summary>
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("PROCESSPROXY_TEST_KILLS") ?? "15", CultureInfo.InvariantCulture);

    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, PooledConnectionLifetime = TimeSpan.Zero });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [InlineData("before-group")]
    [InlineData("group")]
    [InlineData("take-over")]
    [InlineData("log-archived")]
    [InlineData("log-renamed")]
    [InlineData("old-renamed")]
    [InlineData("taken-over")]
    [InlineData("drained")]
    [InlineData("ended")]
    public async Task Killed_at_a_step_the_next_server_has_as_many_as_before_and_all_can_answer(string step)
    {
        const int instances = 2;
        await using var project = new Project().Configure(ReplacementTests.Web(instances), "- process: web");
        project.Environment["PROCESSPROXY_FAILPOINT"] = step;
        var server = await project.StartAsync();
        await RunningAsync(server, instances);
        await Assert.ThrowsAsync<ProcessProxyException>(() => server.Client.RestartAsync("web", Cancelled));
        await server.ExitedAsync();
        project.Environment.Remove("PROCESSPROXY_FAILPOINT");
        await CheckAsync(project, await project.StartAsync(), instances);
    }

    [Fact(Timeout = 900_000)]
    public async Task Killed_at_any_moment_the_next_server_has_as_many_as_before_and_all_can_answer()
    {
        const int instances = 2;
        await using var project = new Project().Configure(ReplacementTests.Web(instances), "- process: web");
        var random = new Random(17);
        var server = await project.StartAsync();
        await RunningAsync(server, instances);
        for (var kill = 0; kill < Kills; kill++)
        {
            var restart = server.Client.RestartAsync("web", Cancelled);
            await Task.Delay(random.Next(400), Cancelled);
            await server.KillAsync();
            await restart.ContinueWith(_ => { }, TaskScheduler.Default);
            server = await project.StartAsync();
            await CheckAsync(project, server, instances);
        }

        FaultTable.Add($"kill -9 of the server at {Kills} random moments of a replacement of {instances} instances", $"{instances} run afterwards, all of them answer");
    }

    private static async Task CheckAsync(Project project, ServerUnderTest server, int instances)
    {
        var info = await RunningAsync(server, instances);
        await Wait.Until(() => project.InstancesOf("web").Count == instances, $"{instances} run");
        Assert.Equal(info.Instances!.Select(one => one.Pid!.Value).Order(), project.InstancesOf("web").Order());
        foreach (var instance in info.Instances!)
        {
            Assert.Equal($"pid={instance.Pid} path=/", await Http.GetStringAsync(new Uri($"http://localhost:{instance.Port}/"), Cancelled));
            Assert.Equal(instance.Pid!.Value.ToString(CultureInfo.InvariantCulture), (await File.ReadAllTextAsync(instance.PidFile!, Cancelled)).Trim());
        }

        for (var request = 0; request < instances; request++)
        {
            using var answer = await Http.GetAsync(new Uri(server.Proxy + "/x"), Cancelled);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    private static Task<ProcessInfo> RunningAsync(ServerUnderTest server, int instances) => server.WaitForAsync(
        "web", info => info.Instances?.Count == instances && info.Instances.All(one => one is { State: RunState.Running }), "runs");
}
