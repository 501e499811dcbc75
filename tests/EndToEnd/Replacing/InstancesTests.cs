using System.Globalization;
using System.Net;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd.Replacing;

/// <summary>Several instances of one program behind one address.</summary>
public sealed class InstancesTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task More_and_fewer_instances_under_load_and_no_request_fails()
    {
        await using var project = new Project().Configure(Serving("port: auto"), "- process: web");
        var server = await project.StartAsync();
        await server.WaitForAsync("web", RunState.Running);
        var load = new Load(server.Proxy).Begin();
        await using (load)
        {
            foreach (var instances in new[] { 8, 2, 5, 1 })
            {
                var info = await server.Client.ScaleAsync("web", instances, Cancelled);
                Assert.Equal(instances, info.Instances?.Count ?? 1);
                await Wait.Until(() => project.InstancesOf("web").Count == instances, $"{instances} run");
                var before = load.Completed;
                await Wait.Until(() => load.Completed > before + 50 && load.Answers.Count >= instances, "requests are answered by all");
            }
        }

        Assert.Empty(load.Failures);
        Assert.True(load.Answers.Count >= 8, $"{load.Answers.Count} instances have answered.");
        FaultTable.Add("scale 1, 8, 2, 5, 1 under load", $"{load.Completed} requests, none failed");
    }

    [Fact(Timeout = 60_000)]
    public async Task The_number_that_a_command_has_set_survives_the_server_and_a_reload_that_does_not_change_the_key()
    {
        await using var project = new Project().Configure(Serving("port: auto", "instances: 2"), "- process: web");
        var server = await project.StartAsync();
        await server.Client.ScaleAsync("web", 3, Cancelled);
        Assert.Equal("stays scaled to 3 (configured: 2)", Assert.Single(await server.Client.GetPlanAsync(Cancelled)).Because);
        await server.KillAsync();
        server = await project.StartAsync();
        await server.WaitForAsync("web", info => info.Instances?.Count == 3, "has three instances");
        await server.Client.ReloadAsync(Cancelled);
        Assert.Equal(3, (await server.Client.GetAsync("web", Cancelled)).Instances?.Count);
        Assert.Equal(0, await server.StopAsync());
        server = await project.StartAsync();
        await server.WaitForAsync("web", info => info.Instances?.Count == 3, "has three instances");
        project.Write("config/processes.yaml", File.ReadAllText(project.File("config/processes.yaml")).Replace("instances: 2", "instances: 1", StringComparison.Ordinal));
        await server.Client.ReloadAsync(Cancelled);
        Assert.Null((await server.Client.GetAsync("web", Cancelled)).Instances);
        await Wait.Until(() => project.InstancesOf("web").Count == 1, "one runs");
    }

    [Fact(Timeout = 60_000)]
    public async Task An_instance_that_crashes_among_four_fails_no_get_and_its_post_is_sent_once()
    {
        await using var project = new Project().Configure(Serving("port: auto", "instances: 4"), "- process: web\n  sessionAffinity: true");
        var server = await project.StartAsync();
        await server.WaitForAsync("web", info => info.Instances?.All(one => one.State == RunState.Running) == true, "runs");
        using var sticky = new HttpClient(new SocketsHttpHandler { UseProxy = false, CookieContainer = new CookieContainer() });
        var pid = PidIn(await sticky.GetStringAsync(new Uri(server.Proxy + "/x"), Cancelled));
        Assert.Equal(pid, PidIn(await sticky.GetStringAsync(new Uri(server.Proxy + "/x"), Cancelled)));
        var load = new Load(server.Proxy).Begin(gets: 4, posts: 0, uploads: 0, streams: 0, sockets: 0);
        await using (load)
        {
            var body = new HeldContent();
            var post = sticky.PostAsync(new Uri(server.Proxy + "/note"), body, Cancelled);
            await body.Begun.WaitAsync(Cancelled);
            Machine.Signal(pid, Machine.Kill);
            body.Finish();
            using (var answer = await post)
            {
                Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
            }

            await server.WaitForAsync("web", info => info.Instances!.All(one => one.State == RunState.Running && one.Pid != pid), "runs again");
            var before = load.Completed;
            await Wait.Until(() => load.Completed > before + 100, "requests are answered");
        }

        Assert.Empty(load.Failures);
        Assert.DoesNotContain(Directory.GetFiles(project.File("logs"), "web*.log").SelectMany(File.ReadAllLines), line => line.Contains("held", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_client_stays_at_its_instance_when_that_is_replaced()
    {
        await using var project = new Project().Configure(Serving("port: auto", "instances: 3"), "- process: web\n  sessionAffinity: true");
        var server = await project.StartAsync();
        await server.WaitForAsync("web", info => info.Instances?.All(one => one.State == RunState.Running) == true, "runs");
        using var sticky = new HttpClient(new SocketsHttpHandler { UseProxy = false, CookieContainer = new CookieContainer() });
        var before = await InstanceAsync();
        await server.Client.RestartAsync("web", Cancelled);
        Assert.Equal(before, await InstanceAsync());

        async Task<int> InstanceAsync()
        {
            var pid = PidIn(await sticky.GetStringAsync(new Uri(server.Proxy + "/x"), Cancelled));
            return (await server.Client.GetAsync("web", Cancelled)).Instances!.Single(one => one.Pid == pid).Instance;
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_finds_its_port_and_its_number_in_its_environment_and_nothing_of_the_server()
    {
        await using var project = new Project().Configure(
            "web:\n  command: \"sh\"\n  args: [\"-c\", \"echo $PORT ${PORT} $PROCESSPROXY_INSTANCE $PROCESSPROXY_ID; exec sleep 1000\"]\n  port: auto\n  instances: 2");
        var server = await project.StartAsync();
        var info = await server.WaitForAsync("web", one => one.Instances?.All(instance => instance.State == RunState.Running) == true, "runs");
        foreach (var instance in info.Instances!)
        {
            await Wait.Until(() => File.Exists(instance.LogFile!) && File.ReadAllText(instance.LogFile!).Length > 0, "it writes");
            Assert.Equal($"{instance.Port} {instance.Port} {instance.Instance} web", File.ReadAllText(instance.LogFile!).Trim());
        }

        Assert.Equal("web.2.log", Path.GetFileName(info.Instances![1].LogFile));
        Assert.Equal("web.2.pid", Path.GetFileName(info.Instances![1].PidFile));
    }

    private static string Serving(params string[] keys) =>
        $"web:\n  command: \"{Builds.TestProcess}\"\n  args: [\"serve\"]\n  restartDelay: 100\n{string.Concat(keys.Select(key => $"  {key}\n"))}";

    private static int PidIn(string answer) => int.Parse(answer.Split(' ')[0]["pid=".Length..], CultureInfo.InvariantCulture);

    /// <summary>A body of which only a part is sent until somebody says so: so much that the backend has some of it.</summary>
    private sealed class HeldContent : HttpContent
    {
        private const int Sent = 8 << 20;
        private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource finish = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => begun.Task;

        public void Finish() => finish.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[Sent]);
            await stream.FlushAsync();
            begun.TrySetResult();
            await finish.Task;
            await stream.WriteAsync("held"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = Sent + 4;
            return true;
        }
    }
}
