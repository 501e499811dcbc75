using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd.Replacing;

/// <summary>A program that starts when somebody asks for it, and sleeps when nobody does.</summary>
public sealed class OnDemandTests
{
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 100 });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Fifty_clients_at_once_wake_one_program_which_sleeps_again()
    {
        await using var project = new Project().Configure(Web("idleTimeout: 1s"), "- process: web\n- path: /other\n  target: \"http://127.0.0.1:1\"");
        var server = await project.StartAsync();
        var asleep = await server.Client.GetAsync("web", Cancelled);
        Assert.Equal((RunState.Stopped, true, "idle; the next request starts it"), (asleep.State, asleep.Asleep, asleep.Reason));
        using (var other = await Http.GetAsync(new Uri(server.Proxy + "/other"), Cancelled))
        {
            Assert.Empty(project.InstancesOf("web"));
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Http.GetStringAsync(new Uri(server.Proxy + "/x"), Cancelled)));
        Assert.Single(answers.Distinct());
        await server.WaitForAsync("web", info => info.Asleep, "sleeps again");
        Assert.Empty(project.InstancesOf("web"));
        Assert.Single(File.ReadAllLines(project.File("logs/web.log")), line => line.StartsWith("serving", StringComparison.Ordinal));
        Assert.NotEqual(answers[0], await Http.GetStringAsync(new Uri(server.Proxy + "/x"), Cancelled));
    }

    [Fact(Timeout = 60_000)]
    public async Task It_does_not_sleep_while_a_stream_is_open_and_a_command_starts_it_as_well()
    {
        await using var project = new Project().Configure(Web("idleTimeout: 2s"), "- process: web");
        var server = await project.StartAsync();
        await server.Client.StartAsync("web", Cancelled);
        var pid = Assert.Single(project.InstancesOf("web"));
        using (var stream = await Http.GetAsync(new Uri(server.Proxy + "/events"), HttpCompletionOption.ResponseHeadersRead, Cancelled))
        {
            await server.WaitForAsync("web", info => info.Uptime > TimeSpan.FromSeconds(4) || info.Asleep, "runs for longer than it may be idle");
            Assert.Equal(pid, Assert.Single(project.InstancesOf("web")));
        }

        await server.WaitForAsync("web", info => info.Asleep, "sleeps");
    }

    [Fact(Timeout = 60_000)]
    public async Task After_a_stop_by_an_operator_requests_are_refused_until_a_start_also_by_the_next_server()
    {
        await using var project = new Project().Configure(Web("idleTimeout: 60s"), "- process: web");
        var server = await project.StartAsync();
        await server.Client.StartAsync("web", Cancelled);
        await server.Client.StopAsync("web", Cancelled);
        await RefusedAsync(server);
        await server.KillAsync();
        server = await project.StartAsync();
        await RefusedAsync(server);
        await server.Client.StartAsync("web", Cancelled);
        Assert.StartsWith("pid=", await Http.GetStringAsync(new Uri(server.Proxy + "/x"), Cancelled), StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_it_depends_on_comes_up_with_it_and_stays_up_as_long_as_it_does()
    {
        await using var project = new Project().Configure(
            Web("idleTimeout: 2s", "dependsOn: [db]") + Web("idleTimeout: 1s").Replace("web:", "db:", StringComparison.Ordinal),
            "- process: web\n- path: /db\n  process: db");
        var server = await project.StartAsync();
        Assert.StartsWith("pid=", await Http.GetStringAsync(new Uri(server.Proxy + "/x"), Cancelled), StringComparison.Ordinal);
        Assert.Single(project.InstancesOf("db"));
        await server.WaitForAsync("web", info => info.Asleep, "sleeps");
        await server.WaitForAsync("db", info => info.Asleep, "sleeps after it");
    }

    private static async Task RefusedAsync(ServerUnderTest server)
    {
        using var answer = await Http.GetAsync(new Uri(server.Proxy + "/x"), Cancelled);
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    private static string Web(params string[] keys) =>
        $"web:\n  command: \"{Builds.TestProcess}\"\n  args: [\"serve\"]\n  port: auto\n  start: on-demand\n{string.Concat(keys.Select(key => $"  {key}\n"))}";
}
