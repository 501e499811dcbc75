using ProcessProxy.EndToEnd.Harness;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>dependsOn: who waits for whom, and who goes first.</summary>
public sealed class DependencyTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_start_waits_until_what_it_depends_on_is_healthy_and_a_shutdown_goes_the_other_way_round()
    {
        await using var project = new Project();
        await using var health = new HealthEndpoint(503);
        project
            .Write("member.sh", "trap 'sleep 0.1; echo $PROCESSPROXY_ID >> stopped; exit 0' TERM\necho $PROCESSPROXY_ID >> started\nwhile :; do sleep 0.02; done\n")
            .Configure($$"""
                front: { command: "sh", args: ["member.sh"], dependsOn: ["app"] }
                app: { command: "sh", args: ["member.sh"], dependsOn: ["db"] }
                db: { command: "sh", args: ["member.sh"], healthCheck: { enabled: true, path: "{{health.Url}}" } }
                """);
        var server = await project.StartAsync();
        await server.WaitForAsync("db", RunState.Running);
        await Wait.Until(() => health.Asked >= 3, "db has been probed in vain");
        Assert.Equal(["db"], project.Lines("started"));
        var app = await server.Client.GetAsync("app", Cancelled);
        Assert.Equal((RunState.Starting, false), (app.State, app.IsRunning));

        health.Answer(200);
        await Wait.Until(() => project.Lines("started").Length == 3, "all have been started");
        var front = await server.WaitForAsync("front", RunState.Running);
        app = await server.Client.GetAsync("app", Cancelled);
        Assert.True(app.StartTime <= front.StartTime);
        Assert.True(Machine.StartTicks(app.Pid!.Value) <= Machine.StartTicks(front.Pid!.Value));

        Assert.Equal(0, await server.StopAsync());
        Assert.Equal(["front", "app", "db"], project.Lines("stopped"));
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_start_whose_dependency_is_not_coming_up_is_refused_at_once_and_happens_when_it_does()
    {
        await using var project = new Project();
        project.Configure("""
            db: { command: "sleep", args: ["1000"], enabled: false }
            app: { command: "sleep", args: ["1000"], enabled: false, dependsOn: ["db"] }
            """);
        var server = await project.StartAsync();
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => server.Client.StartAsync("app", Cancelled));
        Assert.Equal(ErrorCodes.DependencyNotReady, refused.Code);
        Assert.Contains("db", refused.Message, StringComparison.Ordinal);
        Assert.Empty(project.InstancesOf("app"));

        await server.Client.StartAsync("db", Cancelled);
        await server.WaitForAsync("app", RunState.Running);
        Assert.Single(project.InstancesOf("app"));
    }
}
