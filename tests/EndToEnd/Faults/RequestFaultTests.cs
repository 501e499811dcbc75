using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using Xunit;

namespace ProcessProxy.EndToEnd.Faults;

/// <summary>Requests without pause while the program behind them is restarted, killed and changed.</summary>
public sealed class RequestFaultTests
{
    private const int Restarts = 20;
    private static readonly HttpClient Http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 50, UseProxy = false });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = 240_000)]
    [InlineData("")]
    [InlineData("\n  healthCheck:\n    enabled: true")]
    public async Task No_request_is_refused_during_twenty_restarts_and_no_post_arrives_twice(string healthCheck)
    {
        await using var project = BackendProject(healthCheck);
        var server = await project.StartAsync();
        using var load = new Load(server.Proxy);
        for (var i = 0; i < Restarts; i++)
        {
            await server.Client.RestartAsync("web", Cancelled);
            await load.AtLeastAsync(20);
        }

        var (answers, posts) = await load.EndAsync();
        Assert.Equal([HttpStatusCode.OK], answers.Keys);
        await server.Client.StopAsync("web", Cancelled);
        var noted = project.Lines("logs/web.log").Where(line => line.StartsWith("post ", StringComparison.Ordinal)).ToList();
        Assert.Equal(posts, noted.Count);
        Assert.Equal(posts, noted.Distinct().Count());
        FaultTable.Add(
            $"{Restarts} restarts under requests without pause{(healthCheck.Length > 0 ? ", with a health check" : "")}",
            $"{answers.Values.Sum()} requests, {posts} of them POSTs: all answered with 200, no POST twice");
    }

    [Fact(Timeout = 240_000)]
    public async Task Nothing_that_may_be_sent_again_is_refused_when_the_program_is_killed()
    {
        await using var project = BackendProject("");
        var server = await project.StartAsync();
        using var load = new Load(server.Proxy, withPosts: false);
        for (var i = 0; i < 5; i++)
        {
            await load.AtLeastAsync(20);
            var web = await server.WaitForAsync("web", RunState.Running);
            Machine.Signal(web.Pid!.Value, Machine.Kill);
            await server.WaitForAsync("web", info => info.State == RunState.Running && info.Pid != web.Pid, "runs again");
        }

        await load.AtLeastAsync(20);
        var (answers, _) = await load.EndAsync();
        Assert.Equal([HttpStatusCode.OK], answers.Keys);
        FaultTable.Add("kill -9 of a program under GETs without pause, 5 times", $"{answers.Values.Sum()} requests, all answered with 200");
    }

    [Fact(Timeout = 240_000)]
    public async Task No_request_is_refused_when_a_reload_moves_the_program_to_another_port()
    {
        await using var project = BackendProject("");
        var server = await project.StartAsync();
        using var load = new Load(server.Proxy);
        for (var i = 0; i < 5; i++)
        {
            await load.AtLeastAsync(20);
            Configure(project, "");
            var action = Assert.Single(await server.Client.ReloadAsync(Cancelled), action => action.Action != ReloadActionKind.None);
            Assert.Equal(ReloadActionKind.Restart, action.Action);
        }

        await load.AtLeastAsync(20);
        var (answers, _) = await load.EndAsync();
        Assert.Equal([HttpStatusCode.OK], answers.Keys);
        FaultTable.Add("a reload moves a program to another port under requests without pause, 5 times", $"{answers.Values.Sum()} requests, all answered with 200");
    }

    [Fact(Timeout = 120_000)]
    public async Task Streams_of_the_old_instance_end_as_they_should()
    {
        await using var project = BackendProject("");
        var server = await project.StartAsync();
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri(server.Proxy.Replace("http:", "ws:", StringComparison.Ordinal) + "/ws"), Cancelled);
        using var events = new StreamReader(await Http.GetStreamAsync(server.Proxy + "/events", Cancelled));
        Assert.Equal("data: first", await events.ReadLineAsync(Cancelled));

        await server.Client.RestartAsync("web", Cancelled);
        var message = await socket.ReceiveAsync(new byte[16].AsMemory(), Cancelled);
        Assert.Equal((WebSocketMessageType.Close, 1012), (message.MessageType, (int)socket.CloseStatus!));
        Assert.Equal("\n", await events.ReadToEndAsync(Cancelled));
    }

    private static Project BackendProject(string healthCheck) => Configure(new Project(), healthCheck);

    private static Project Configure(Project project, string healthCheck)
    {
        var port = Ports.Free();
        return project.Configure(
            $"web:\n  command: \"{Builds.TestProcess}\"\n  args: [\"serve\"]\n  restartDelay: 10\n  maxRestarts: 100\n  env:\n    PORT: \"{port}\"{healthCheck}",
            $"- target: \"http://127.0.0.1:{port}\"\n  process: web");
    }

    /// <summary>Several clients, each with one request after the other.</summary>
    private sealed class Load : IDisposable
    {
        private const int Clients = 8;
        private readonly ConcurrentDictionary<HttpStatusCode, int> answers = new();
        private readonly CancellationTokenSource end = new();
        private readonly string proxy;
        private readonly Task clients;
        private int posts;

        public Load(string proxy, bool withPosts = true)
        {
            this.proxy = proxy;
            clients = Task.WhenAll(Enumerable.Range(0, Clients).Select(client => SendAsync(withPosts && client % 2 == 0)));
        }

        public Task AtLeastAsync(int more)
        {
            var goal = answers.Values.Sum() + more;
            return Wait.Until(() => clients.IsFaulted || answers.Values.Sum() >= goal, $"{more} more requests are answered");
        }

        public async Task<(IReadOnlyDictionary<HttpStatusCode, int> Answers, int Posts)> EndAsync()
        {
            await end.CancelAsync();
            await clients;
            return (answers, posts);
        }

        public void Dispose()
        {
            end.Cancel();
            end.Dispose();
        }

        private async Task SendAsync(bool isPost)
        {
            while (!end.IsCancellationRequested)
            {
                using var request = isPost
                    ? new HttpRequestMessage(HttpMethod.Post, proxy + "/note") { Content = new StringContent($"post {Interlocked.Increment(ref posts)}") }
                    : new HttpRequestMessage(HttpMethod.Get, proxy + "/x");
                using var answer = await Http.SendAsync(request, Cancelled);
                answers.AddOrUpdate(answer.StatusCode, 1, (_, count) => count + 1);
            }
        }
    }
}
