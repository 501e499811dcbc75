using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>Commands on one process are serialised: whatever comes at the same time, there are never two instances.</summary>
public sealed class ConcurrencyTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = 120_000)]
    [InlineData("start stop restart")]
    [InlineData("restart")]
    public async Task Two_hundred_commands_at_once_never_make_two_instances_and_are_all_answered(string commands)
    {
        await using var project = new Project();
        project.Configure("web: { command: \"sleep\", args: [\"1000\"], restartDelay: 0 }\nother: { command: \"sleep\", args: [\"1000\"] }");
        var server = await project.StartAsync();
        var other = await server.WaitForAsync("other", RunState.Running);
        await using var watch = new InstanceWatch(project);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(60) };
        var kinds = commands.Split(' ');
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            var url = new Uri($"{server.Management}/api/processes/web/{kinds[i % kinds.Length]}");
            using var answer = await http.PostAsync(url, null, Cancelled);
            return (int)answer.StatusCode;
        }));

        // A start that a later stop overruled is told so.
        Assert.All(answers, status => Assert.Contains(status, new[] { 200, 409 }));
        Assert.Contains(200, answers);
        if (kinds is ["restart"])
        {
            Assert.DoesNotContain(409, answers);
        }

        Assert.Equal(RunState.Running, (await server.Client.StartAsync("web", Cancelled)).State);
        Assert.Single(project.InstancesOf("web"));
        await watch.AssertNeverTwoAsync();
        Assert.Equal(1, watch.MostAtOnce);
        Assert.Equal(other.Pid, (await server.Client.GetAsync("other", Cancelled)).Pid);
        Assert.Equal(RunState.Stopped, (await server.Client.StopAsync("web", Cancelled)).State);
        Assert.Empty(project.InstancesOf("web"));
    }
}
