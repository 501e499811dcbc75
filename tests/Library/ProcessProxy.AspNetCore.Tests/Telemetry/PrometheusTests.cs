using System.Net;
using ProcessProxy.AspNetCore.Tests.Proxy;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Telemetry;

public class PrometheusTests
{
    private const int Patience = 60_000;

    [Fact(Timeout = Patience)]
    public async Task Every_metric_is_there_with_the_values_that_known_traffic_and_known_exits_give()
    {
        await using var backend = await LiveBackend.StartAsync(_ => Task.CompletedTask);
        await using var server = await TelemeteredServer.StartAsync(TestContext.Current.CancellationToken, backend.Address);

        // Who scrapes for the first time has the durations counted.
        await server.MetricsAsync();
        for (var i = 0; i < 3; i++)
        {
            await server.GetAsync($"/page?{i}");
        }

        await server.GetAsync("/gone/for/good");
        server.Exit("web", 7);
        await Wait.Until(async () => (await server.MetricsAsync()) is var metrics
            && metrics["processproxy_process_restarts_total{processproxy_process=\"web\",processproxy_restart_cause=\"crash\"}"] == 1
            && metrics["processproxy_process_up{processproxy_process=\"web\"}"] == 1
            && metrics["processproxy_route_requests_total{http_route=\"*/\"}"] == 3
            && metrics["processproxy_route_requests_total{http_route=\"*/gone\"}"] == 1, "it is measured");

        // A second after its first measurement there is processor time.
        await Wait.Until(async () => (await server.Server.Client.ListAsync(TestContext.Current.CancellationToken))[0].Resources?.Cpu is not null, "it is measured");
        var metrics = await server.MetricsAsync();
        Assert.Equal(1, metrics["processproxy_process_exits_total{process_exit_code=\"7\",processproxy_process=\"web\"}"]);
        Assert.Equal(1, metrics["processproxy_process_enabled{processproxy_process=\"web\"}"]);
        Assert.Equal(1, metrics["processproxy_process_wanted{processproxy_process=\"web\"}"]);
        Assert.Equal(0, metrics["processproxy_process_restarts_total{processproxy_process=\"web\",processproxy_restart_cause=\"memory\"}"]);
        Assert.Equal(9, metrics["processproxy_process_restarts_left{processproxy_process=\"web\"}"]);
        Assert.Equal(0, metrics["processproxy_process_crash_looping{processproxy_process=\"web\"}"]);
        Assert.InRange(metrics["process_uptime_seconds{processproxy_process=\"web\"}"], 0.001, 60);
        Assert.InRange(metrics["process_cpu_time_seconds_total{processproxy_process=\"web\"}"], 0, 60);
        Assert.InRange(metrics["process_memory_usage_bytes{processproxy_process=\"web\"}"], 64 << 10, 1 << 30);
        Assert.InRange(metrics["process_thread_count{processproxy_process=\"web\"}"], 1, 3);
        Assert.InRange(metrics["process_unix_file_descriptor_count{processproxy_process=\"web\"}"], 3, 50);
        Assert.InRange(metrics["processproxy_process_tree_size{processproxy_process=\"web\"}"], 1, 3);
        Assert.Equal(1, metrics["processproxy_route_errors_total{http_route=\"*/gone\"}"]);
        Assert.Equal(0, metrics["processproxy_route_errors_total{http_route=\"*/\"}"]);
        Assert.Equal(0, metrics["processproxy_route_held_total{http_route=\"*/\"}"]);
        Assert.Equal(0, metrics["processproxy_route_refused_total{http_route=\"*/\"}"]);
        Assert.Equal(0, metrics["http_server_active_requests{http_route=\"*/\"}"]);
        Assert.Equal("histogram", metrics.TypeOf("http_server_request_duration_seconds"));
        const string fine = "http_request_method=\"GET\",http_response_status_code=\"200\",http_route=\"*/\"";
        Assert.Equal(3, metrics[$"http_server_request_duration_seconds_count{{{fine},url_scheme=\"http\"}}"]);
        Assert.Equal(3, metrics[$"http_server_request_duration_seconds_bucket{{{fine},le=\"+Inf\",url_scheme=\"http\"}}"]);
        Assert.Equal(1, metrics["http_server_request_duration_seconds_count{http_request_method=\"GET\",http_response_status_code=\"502\",http_route=\"*/gone\",url_scheme=\"http\"}"]);
        Assert.DoesNotContain(metrics.Series, series => series.Contains("page", StringComparison.Ordinal) || series.Contains("for/good", StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task Each_of_several_instances_is_told_of_with_its_number()
    {
        await using var backend = await LiveBackend.StartAsync(_ => Task.CompletedTask);
        await using var server = await TelemeteredServer.StartAsync(TestContext.Current.CancellationToken, backend.Address);
        server.ConfigureAs("processes: { web: { command: sleep, args: ['1000'], instances: 2 }, one: { command: sleep, args: ['1000'] } }");
        await server.Server.Client.ReloadAsync(TestContext.Current.CancellationToken);
        await server.Server.Client.StopAsync("web:2", TestContext.Current.CancellationToken);
        var metrics = await server.MetricsAsync();
        Assert.Equal(1, metrics["processproxy_process_up{process_instance=\"1\",processproxy_process=\"web\"}"]);
        Assert.Equal(0, metrics["processproxy_process_up{process_instance=\"2\",processproxy_process=\"web\"}"]);
        Assert.Equal(1, metrics["processproxy_process_up{processproxy_process=\"one\"}"]);
        Assert.InRange(metrics["process_memory_usage_bytes{process_instance=\"1\",processproxy_process=\"web\"}"], 64 << 10, 1 << 30);
        Assert.DoesNotContain(metrics.Series, series => series.Contains("processproxy_process=\"web\"", StringComparison.Ordinal) && !series.Contains("process_instance=", StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task What_is_no_longer_configured_is_no_longer_told_of()
    {
        await using var backend = await LiveBackend.StartAsync(_ => Task.CompletedTask);
        await using var server = await TelemeteredServer.StartAsync(TestContext.Current.CancellationToken, backend.Address);
        server.Configure("web", "other");
        await server.Server.Client.ReloadAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, (await server.MetricsAsync())["processproxy_process_up{processproxy_process=\"other\"}"]);

        server.Configure("web");
        await server.Server.Client.ReloadAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain((await server.MetricsAsync()).Series, series => series.Contains("other", StringComparison.Ordinal));
    }

    [Fact(Timeout = Patience)]
    public async Task Who_scrapes_needs_the_key_and_servers_in_one_program_do_not_tell_of_each_other()
    {
        await using var backend = await LiveBackend.StartAsync(_ => Task.CompletedTask);
        await using var first = await TelemeteredServer.StartAsync(TestContext.Current.CancellationToken, backend.Address);
        await using var second = await TelemeteredServer.StartAsync(TestContext.Current.CancellationToken, backend.Address);
        using var refused = await first.ScrapeAsync(key: null);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);

        await second.GetAsync("/");
        await Wait.Until(async () => (await second.MetricsAsync())["processproxy_route_requests_total{http_route=\"*/\"}"] == 1, "it is measured");
        Assert.Equal(0, (await first.MetricsAsync())["processproxy_route_requests_total{http_route=\"*/\"}"]);
    }

    [Fact(Timeout = Patience)]
    public async Task Where_OTEL_SDK_DISABLED_is_true_there_is_nothing_to_scrape()
    {
        await using var backend = await LiveBackend.StartAsync(_ => Task.CompletedTask);
        await using var server = await TelemeteredServer.StartAsync(TestContext.Current.CancellationToken, backend.Address, "OTEL_SDK_DISABLED=true");
        using var answer = await server.ScrapeAsync();
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}
