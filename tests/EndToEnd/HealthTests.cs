using System.Diagnostics;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>Health is what probes say, and ill health replaces a process exactly once.</summary>
public sealed class HealthTests
{
    private const string Child = "command: \"sh\", args: [\"-c\", \"echo start; exec sleep 1000\"]";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task An_unhealthy_process_is_replaced_exactly_once()
    {
        await using var project = new Project();
        await using var health = new HealthEndpoint();
        project.Configure($"web: {{ {Child}, restartDelay: 0, healthCheck: {{ enabled: true, path: \"{health.Url}\", interval: 100, retries: 3 }} }}");
        var server = await project.StartAsync();
        var before = await server.WaitForAsync("web", info => info.Health == HealthState.Healthy, "is healthy");
        Assert.True(before.LastHealthCheck is { Ok: true, Status: 200 });

        health.Answer(500);
        var after = await server.WaitForAsync("web", info => info.State == RunState.Running && info.Pid != before.Pid, "is replaced");
        Assert.Equal((1, HealthState.Unknown), (after.RestartCount, after.Health));

        // Still ill, but the new one is in its start period: it is probed again and again and left alone.
        var asked = health.Asked;
        await Wait.Until(() => health.Asked >= asked + 4, "the new one has been probed more often than retries");
        Assert.Equal([after.Pid!.Value], project.InstancesOf("web"));
        health.Answer(200);
        await server.WaitForAsync("web", info => info.Health == HealthState.Healthy, "is healthy again");
        Assert.Equal(["start", "start"], project.Lines("logs/web.log"));
        Assert.False(Machine.IsAlive(before.Pid!.Value));
    }

    [Fact(Timeout = 60_000)]
    public async Task With_onUnhealthy_report_it_is_shown_and_left_running()
    {
        await using var project = new Project();
        await using var health = new HealthEndpoint();
        project.Configure(
            $"web: {{ {Child}, healthCheck: {{ enabled: true, path: \"{health.Url}\", interval: 50, retries: 2, onUnhealthy: \"report\" }} }}");
        var server = await project.StartAsync();
        var before = await server.WaitForAsync("web", info => info.Health == HealthState.Healthy, "is healthy");
        health.Answer(302, "Location: /elsewhere\r\n");
        var ill = await server.WaitForAsync("web", info => info.Health == HealthState.Unhealthy, "is unhealthy");
        Assert.True(ill.HealthCheckFailures >= 2);
        Assert.Equal(302, ill.LastHealthCheck?.Status);
        Assert.Equal("GET /health HTTP/1.1", health.LastRequest);
        Assert.Equal(before.Pid, ill.Pid);
        Assert.Equal(1, (await server.Client.GetStatusAsync(Cancelled)).Processes.Running);
        health.Answer(204);
        var well = await server.WaitForAsync("web", info => info.Health == HealthState.Healthy, "is healthy again");
        Assert.Equal((before.Pid, 0, 0), (well.Pid, well.HealthCheckFailures, well.RestartCount));
        Assert.Equal(["start"], project.Lines("logs/web.log"));
    }

    [Fact(Timeout = 60_000)]
    public async Task During_the_start_period_failures_do_not_count_and_after_it_they_do()
    {
        await using var project = new Project();
        await using var health = new HealthEndpoint(503);
        const string check = "enabled: true, interval: 50, retries: 2, onUnhealthy: \"report\"";
        project.Configure($$"""
            patient: { {{Child}}, healthCheck: { {{check}}, path: "{{health.Url}}" } }
            strict: { {{Child}}, healthCheck: { {{check}}, path: "{{health.Url}}", startPeriod: 0 } }
            """);
        var server = await project.StartAsync();
        await server.WaitForAsync("strict", info => info.Health == HealthState.Unhealthy, "is unhealthy");
        var asked = health.Asked;
        await Wait.Until(() => health.Asked > asked + 10, "both have been probed more");
        var patient = await server.Client.GetAsync("patient", Cancelled);
        Assert.Equal((HealthState.Unknown, 0), (patient.Health, patient.HealthCheckFailures));
        Assert.Equal(503, patient.LastHealthCheck?.Status);
    }

    [Fact(Timeout = 60_000)]
    public async Task Readiness_is_seen_early_however_long_the_interval()
    {
        await using var project = new Project();
        await using var health = new HealthEndpoint(503);
        project.Configure($"web: {{ {Child}, healthCheck: {{ enabled: true, path: \"{health.Url}\", interval: 600000 }} }}");
        var server = await project.StartAsync();
        await Wait.Until(() => health.Asked >= 3, "it is probed again before the interval is over");
        var ready = Stopwatch.GetTimestamp();
        health.Answer(200);
        await server.WaitForAsync("web", info => info.Health == HealthState.Healthy, "is healthy");
        Assert.InRange(Stopwatch.GetElapsedTime(ready), TimeSpan.Zero, TimeSpan.FromSeconds(30));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_probe_that_hangs_ends_at_its_timeout_and_probes_never_overlap()
    {
        await using var project = new Project();
        await using var health = new HealthEndpoint();
        project.Configure(
            $"web: {{ {Child}, healthCheck: {{ enabled: true, path: \"{health.Url}\", interval: 10, timeout: 300, retries: 2, onUnhealthy: \"report\" }} }}");
        var server = await project.StartAsync();
        await server.WaitForAsync("web", info => info.Health == HealthState.Healthy, "is healthy");
        health.Answer(null);

        // As the kernel counts them: the endpoint itself learns late that a probe has given up.
        var most = 0;
        var ill = await server.WaitForAsync(
            "web",
            info =>
            {
                most = Math.Max(most, Machine.ConnectionsTo(health.Port));
                return info.Health == HealthState.Unhealthy;
            },
            "is unhealthy");
        Assert.InRange(ill.LastHealthCheck!.Duration, TimeSpan.FromMilliseconds(290), TimeSpan.FromMilliseconds(20_000));
        Assert.Null(ill.LastHealthCheck.Status);
        Assert.Equal(1, most);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_relative_path_is_asked_of_the_route_of_the_process_or_of_its_own_PORT()
    {
        await using var project = new Project();
        await using var routed = new HealthEndpoint();
        await using var own = new HealthEndpoint();
        project.Configure(
            $$"""
            routed: { {{Child}}, healthCheck: { enabled: true, path: "/up?deep=1" } }
            own: { {{Child}}, env: { PORT: "{{own.Port}}" }, healthCheck: { enabled: true } }
            """,
            $"- {{ path: \"/r\", target: \"http://127.0.0.1:{routed.Port}/base\", process: \"routed\" }}");
        var server = await project.StartAsync();
        await server.WaitForAsync("routed", info => info.Health == HealthState.Healthy, "is healthy");
        await server.WaitForAsync("own", info => info.Health == HealthState.Healthy, "is healthy");
        Assert.Equal("GET /base/up?deep=1 HTTP/1.1", routed.LastRequest);
        Assert.Equal("GET /health HTTP/1.1", own.LastRequest);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reconnected_process_is_probed_and_replaced_like_any_other()
    {
        await using var project = new Project();
        await using var health = new HealthEndpoint();
        project.Configure(
            $"web: {{ {Child}, restartDelay: 0, healthCheck: {{ enabled: true, path: \"{health.Url}\", interval: 100, retries: 2, startPeriod: 1 }} }}");
        var first = await project.StartAsync();
        var before = await first.WaitForAsync("web", info => info.Health == HealthState.Healthy, "is healthy");
        await first.KillAsync();
        var second = await project.StartAsync();
        Assert.Equal(before.Pid, (await second.WaitForAsync("web", info => info.Health == HealthState.Healthy, "is healthy")).Pid);
        health.Answer(500);
        await Wait.Until(() => !Machine.IsAlive(before.Pid!.Value), "the ill one is ended");
        health.Answer(200);
        var after = await second.WaitForAsync("web", info => info.Health == HealthState.Healthy, "is healthy again");
        Assert.Equal([after.Pid!.Value], project.InstancesOf("web"));
        Assert.False(after.IsReconnected);
    }
}
