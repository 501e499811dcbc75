using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ProcessProxy.AspNetCore.Tests.Proxy;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Telemetry;

/// <summary>The alerts of docs/monitor.md, evaluated over what a server tells of processes in every state.</summary>
public sealed partial class AlertTests
{
    private const int Patience = 90_000;
    private const string Looping = "processproxy_process_restarts_total{processproxy_process=\"looping\",processproxy_restart_cause=\"crash\"}";

    [Fact(Timeout = Patience)]
    public async Task The_documented_alerts_fire_for_what_is_wrong_and_for_nothing_else()
    {
        var token = TestContext.Current.CancellationToken;
        await using var backend = await LiveBackend.StartAsync(_ => Task.CompletedTask);
        await using var server = await TelemeteredServer.StartAsync(token, backend.Address);
        server.ConfigureAs($$"""
            processes:
              healthy: { command: sleep, args: ["1000"], healthCheck: { enabled: true, path: "{{backend.Address}}" } }
              sick: { command: sleep, args: ["1000"], healthCheck: { enabled: true, path: "http://127.0.0.1:1/", startPeriod: 0, retries: 1, onUnhealthy: report } }
              once: { command: sh, args: ["-c", "exit 0"], restartOnExit: false }
              disabled: { command: sleep, args: ["1000"], enabled: false }
              stopped: { command: sleep, args: ["1000"] }
              restarted: { command: sleep, args: ["1000"] }
              job: { command: sh, args: ["-c", "exit 0"], schedule: { cron: "@yearly" } }
              failing-job: { command: sh, args: ["-c", "exit 1"], schedule: { cron: "@yearly" }, restartOnExit: false }
              failed: { command: sh, args: ["-c", "exit 1"], maxRestarts: 0 }
              looping: { command: sh, args: ["-c", "exit 1"], restartDelay: 1, maxRestarts: 1000000 }
              asleep: { command: sleep, args: ["1000"], port: auto, start: on-demand }
            """, "{ path: /asleep, process: asleep }");
        await server.Server.Client.ReloadAsync(token);
        var first = await server.MetricsAsync();
        await server.Server.Client.StopAsync("stopped", token);
        for (var i = 0; i < 4; i++)
        {
            await server.Server.Client.RestartAsync("restarted", token);
        }

        await server.Server.Client.StartAsync("job", token);
        await server.Server.Client.StartAsync("failing-job", token);
        PrometheusText last;
        do
        {
            last = await server.MetricsAsync();
            await Task.Delay(20, token);
        }
        while (last["processproxy_job_runs_total{processproxy_job_result=\"succeeded\",processproxy_process=\"job\"}"] != 1
            || !last.Series.Contains("processproxy_job_last_success_timestamp_seconds{processproxy_process=\"job\"}") // Shown a moment after the run is counted.
            || !last.Series.Contains("processproxy_job_last_duration_seconds{processproxy_process=\"job\"}")
            || last["processproxy_job_runs_total{processproxy_job_result=\"failed\",processproxy_process=\"failing-job\"}"] != 1
            || last[Looping] < first[Looping] + 10
            || last["processproxy_process_health{processproxy_health_state=\"healthy\",processproxy_process=\"healthy\"}"] != 1
            || last["processproxy_process_health{processproxy_health_state=\"unhealthy\",processproxy_process=\"sick\"}"] != 1
            || last["processproxy_process_up{processproxy_process=\"once\"}"] != 0);

        var firing = Alerts().SelectMany(alert => AlertExpression.Firing(alert.Expression, first, last).Select(labels => $"{alert.Name} {Process().Match(labels).Groups[1].Value}")).ToList();
        Assert.Equal(
            ["JobFailed failing-job", "ProcessCrashLoops looping", "ProcessDown failed", "ProcessKeepsRestarting looping", "ProcessUnhealthy sick"],
            firing.Except(["ProcessDown looping"]).Order(StringComparer.Ordinal)); // It is down, or just up.
        Assert.Equal(4, last["processproxy_process_restarts_total{processproxy_process=\"restarted\",processproxy_restart_cause=\"command\"}"]);
        Assert.InRange(last["processproxy_job_last_success_timestamp_seconds{processproxy_process=\"job\"}"], 1.7e9, 1e10);
        Assert.InRange(last["processproxy_job_last_duration_seconds{processproxy_process=\"job\"}"], 0, 60);
        Assert.Equal(0, last["processproxy_job_missed{processproxy_process=\"job\"}"]);
        Assert.DoesNotContain(last.Series, series => series.StartsWith("processproxy_job_last_success", StringComparison.Ordinal) && !series.Contains("\"job\"", StringComparison.Ordinal));
        Assert.Equal([0, 0], new[] { "up", "wanted" }.Select(what => (int)last[$"processproxy_process_{what}{{processproxy_process=\"asleep\"}}"]));
        Assert.Equal([0, 1], new[] { "disabled", "stopped" }.Select(id => (int)last[$"processproxy_process_enabled{{processproxy_process=\"{id}\"}}"]));
    }

    private static List<(string Name, string Expression)> Alerts()
    {
        var page = File.ReadAllText(Path.Combine(Root(), "docs", "monitor.md"));
        var alerts = Alert().Matches(page).Select(match => (match.Groups[1].Value, match.Groups[2].Value)).ToList();
        Assert.Equal(Regex.Count(page, "alert:"), alerts.Count);
        Assert.True(alerts.Count >= 7);
        return alerts;
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../../.."));

    [GeneratedRegex(@"- alert: (\w+)\n +expr: (.+)\n")]
    private static partial Regex Alert();

    [GeneratedRegex("processproxy_process=\"([^\"]+)\"")]
    private static partial Regex Process();
}
