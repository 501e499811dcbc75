using ProcessProxy.Harness;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary><c>restartOnExit: onFailure</c> and the conditions of <c>dependsOn</c>, with real processes.</summary>
public sealed class RestartConditionTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task What_fails_is_started_again_until_it_ends_well()
    {
        await using var project = new Project();
        project.Configure("""
            worker: { command: "sh", args: ["-c", "echo run >> runs; test $(wc -l < runs) -ge 3"], restartOnExit: onFailure, restartDelay: 10ms, restartJitter: 50 }
            """);
        var server = await project.StartAsync();
        var worker = await server.WaitForAsync("worker", RunState.Stopped);
        Assert.Equal((0, "exited with code 0; restartOnExit is onFailure"), (worker.LastExit!.Code, worker.Reason));
        Assert.Equal(["run", "run", "run"], project.Lines("runs"));
        Assert.Equal("onFailure", (await server.Client.GetAsync("worker", Cancelled)).Configuration!["restartOnExit"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Completed_waits_for_a_good_end_of_what_is_restarted_and_started_for_no_health()
    {
        await using var project = new Project();
        project.Configure("""
            feed: { command: "sh", args: ["-c", "while [ ! -e go ]; do sleep 0.02; done; echo done >> done"], restartOnExit: onFailure }
            slow: { command: "sleep", args: ["1000"], env: { PORT: "1" }, healthCheck: /never }
            reader: { command: "sh", args: ["-c", "cat done > seen; exec sleep 1000"], dependsOn: { feed: completed, slow: started } }
            """);
        var server = await project.StartAsync();
        await server.WaitForAsync("slow", RunState.Running);
        var reader = await server.Client.GetAsync("reader", Cancelled);
        Assert.Equal((RunState.Starting, "waits for what it depends on (feed, slow)"), (reader.State, reader.Reason));

        project.Write("go", "");
        await server.WaitForAsync("reader", RunState.Running);
        await Wait.Until(() => project.Lines("seen").Length == 1, "the reader has read");
    }
}
