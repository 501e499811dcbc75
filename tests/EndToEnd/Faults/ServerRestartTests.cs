using System.Collections.Concurrent;
using System.Net;
using Xunit;

namespace ProcessProxy.EndToEnd.Faults;

/// <summary>Requests without pause while the server itself dies and comes back.</summary>
public sealed class ServerRestartTests
{
    private const int Clients = 8;
    private static readonly HttpClient Http = new(new SocketsHttpHandler { UseProxy = false });

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 240_000)]
    public async Task From_its_first_connection_a_new_server_holds_requests_until_it_knows_what_runs()
    {
        await using var project = new Project();
        var (proxy, backend) = (Ports.Free(), Ports.Free());
        project.Configure(
            $"web:\n  command: \"{Builds.TestProcess}\"\n  args: [\"serve\"]\n  env:\n    PORT: \"{backend}\"",
            $"- target: \"http://127.0.0.1:{backend}\"\n  process: web");
        project.Write("config/proxy.yaml", File.ReadAllText(project.ConfigFile).Replace("port: 0\nprocess", $"port: {proxy}\nprocess", StringComparison.Ordinal));
        var server = await project.StartAsync();
        var pid = (await server.WaitForAsync("web", RunState.Running)).Pid;

        // As long as the look takes with many programs.
        project.Environment["PROCESSPROXY_FAILPOINT"] = "adopt=delay:500";
        var answers = new ConcurrentDictionary<HttpStatusCode, int>();
        for (var i = 0; i < 3; i++)
        {
            await server.KillAsync();
            var before = answers.Values.Sum();
            var load = Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => AskUntilAnsweredAsync($"http://127.0.0.1:{proxy}/x", 20, answers)));
            server = project.Launch();
            await load;
            Assert.Equal(before + (Clients * 20), answers.Values.Sum());
            await server.WaitUntilUpAsync();
            Assert.Equal(pid, (await server.WaitForAsync("web", RunState.Running)).Pid);
        }

        Assert.Equal([HttpStatusCode.OK], answers.Keys);
        FaultTable.Add("kill -9 of the server under requests without pause, 3 times", $"{answers.Values.Sum()} requests to the next one, all answered with 200");
    }

    /// <summary>Asks again as long as nobody listens.</summary>
    private static async Task AskUntilAnsweredAsync(string url, int times, ConcurrentDictionary<HttpStatusCode, int> answers)
    {
        while (times > 0)
        {
            try
            {
                using var answer = await Http.GetAsync(new Uri(url), Cancelled);
                answers.AddOrUpdate(answer.StatusCode, 1, (_, count) => count + 1);
                times--;
            }
            catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
            {
                await Task.Delay(5, Cancelled);
            }
        }
    }
}
