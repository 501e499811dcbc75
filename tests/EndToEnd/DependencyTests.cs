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
    public async Task What_waits_starts_when_a_reload_takes_away_what_it_waits_for()
    {
        await using var project = new Project();
        const string app = "app: { command: \"sleep\", args: [\"1000\"], enabled: false, dependsOn: ";
        project.Configure($$"""
            db: { command: "sleep", args: ["1000"], enabled: false }
            {{app}}["db"] }
            """);
        var server = await project.StartAsync();
        await Assert.ThrowsAsync<ProcessProxyException>(() => server.Client.StartAsync("app", Cancelled));
        project.Configure($$"""
            cache: { command: "sleep", args: ["1000"] }
            {{app}}["cache"] }
            """);
        await server.Client.ReloadAsync(Cancelled);
        await server.WaitForAsync("app", RunState.Running);
        Assert.Single(project.InstancesOf("app"));
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

    [Fact(Timeout = 60_000)]
    public async Task What_depends_on_a_migration_starts_when_that_has_ended_well_and_a_killed_server_leaves_that_to_the_next()
    {
        await using var project = new Project();
        project
            .Write("migrate.sh", "while ! [ -e migrated ]; do sleep 0.02; done\necho migrated >> order\n")
            .Configure("""
                migrate: { command: "sh", args: ["migrate.sh"], restartOnExit: false }
                web: { command: "sh", args: ["-c", "echo web >> order; exec sleep 1000"], dependsOn: ["migrate"] }
                """);
        var server = await project.StartAsync();
        await server.WaitForAsync("migrate", RunState.Running);
        var web = await server.Client.GetAsync("web", Cancelled);
        Assert.Equal((RunState.Starting, "waits for what it depends on (migrate)"), (web.State, web.Reason));
        Assert.Empty(project.InstancesOf("web"));

        project.Write("migrated", "");
        await server.WaitForAsync("web", RunState.Running);
        await Wait.Until(() => project.Lines("order").Length == 2, "web has begun");
        Assert.Equal(["migrated", "web"], project.Lines("order"));
        var restarted = await server.Client.RestartAsync("web", Cancelled);
        Assert.Equal((RunState.Running, "restarted by an operator"), (restarted.State, restarted.Reason));

        await server.KillAsync();
        server = await project.StartAsync();
        var again = await server.Client.RestartAsync("web", Cancelled);
        Assert.Equal(RunState.Running, again.State);
        Assert.NotEqual(restarted.Pid, again.Pid);
        Assert.Single(project.Lines("order"), line => line == "migrated");
    }

    [Fact(Timeout = 60_000)]
    public async Task What_depends_on_a_migration_that_failed_does_not_start_and_a_restart_ends_nothing_that_could_not_start_again()
    {
        await using var project = new Project();
        project.Configure("""
            migrate: { command: "sh", args: ["-c", "exit $(cat code)"], restartOnExit: false }
            db: { command: "sleep", args: ["1000"] }
            web: { command: "sleep", args: ["1000"], dependsOn: ["migrate", "db"] }
            """).Write("code", "3\n");
        var server = await project.StartAsync();
        await server.WaitForAsync("migrate", RunState.Failed);
        var waiting = await server.WaitForAsync("web", info => info.Reason.Contains("is failed", StringComparison.Ordinal), "says what it waits for");
        Assert.Equal("waits for migrate, which must end with code 0 first and is failed (exited with code 3; restartOnExit is false)", waiting.Reason);
        Assert.Contains("web waits for migrate, which has failed", (await server.Client.GetDiagnosisAsync("web", Cancelled)).Summary, StringComparison.Ordinal);

        project.Write("code", "0\n");
        await server.Client.StartAsync("migrate", Cancelled);
        var web = await server.WaitForAsync("web", RunState.Running);
        Assert.Equal("started by the server at its start", web.Reason);

        await server.Client.StopAsync("db", Cancelled);
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => server.Client.RestartAsync("web", Cancelled));
        Assert.Equal(ErrorCodes.DependencyNotReady, refused.Code);
        Assert.Equal([web.Pid!.Value], project.InstancesOf("web"));
    }
}
