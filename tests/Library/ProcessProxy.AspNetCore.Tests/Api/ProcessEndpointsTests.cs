using System.Net;
using System.Text.Json;
using ProcessProxy.AspNetCore.Tests.Contract;
using ProcessProxy.Generate.OpenApi;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Api;

public class ProcessEndpointsTests : ApiTest
{
    private static readonly string[] ProcessKeys =
    [
        "id", "name", "description", "enabled", "state", "health", "reason", "since", "isRunning", "pid", "startTime", "uptime",
        "restartCount", "restartsLeft", "nextRestartAt", "lastExit", "lastRestartTime", "healthCheckFailures", "lastHealthCheck",
        "pidFile", "logFile", "isReconnected", "command", "args", "cwd", "env",
    ];

    [Fact]
    public async Task A_process_object_has_every_key_of_the_contract_even_those_without_a_value()
    {
        var data = await (await Server.GetAsync("/api/processes")).DataAsync();
        Assert.Equal(3, data.AsArray().Count);
        Assert.All(data.AsArray(), process => Assert.Empty(ProcessKeys.Except(process!.Keys())));
        Assert.Null(data[1]!["pid"]);
    }

    [Fact]
    public async Task Times_end_in_Z_durations_are_milliseconds_and_states_are_camel_case()
    {
        Server.Processes.Put(Sample.Process("web") with
        {
            State = RunState.Backoff,
            Health = HealthState.Unhealthy,
            Since = new DateTimeOffset(2026, 1, 2, 14, 34, 56, 789, TimeSpan.FromHours(2)),
            Uptime = TimeSpan.FromMilliseconds(61_234.9),
            LastExit = new ProcessExit(1, null, Sample.Noon),
            LastHealthCheck = new HealthCheckResult(Sample.Noon, false, 503, "503 Service Unavailable", TimeSpan.FromMilliseconds(12)),
        });
        var process = await (await Server.GetAsync("/api/processes/web")).DataAsync();
        Assert.Equal("2026-01-02T12:34:56.789Z", (string)process["since"]!);
        Assert.Equal(61_234, (long)process["uptime"]!);
        Assert.Equal("backoff", (string)process["state"]!);
        Assert.Equal("unhealthy", (string)process["health"]!);
        Assert.Equal("""{"code":1,"signal":null,"at":"2026-01-02T12:34:56.789Z"}""", process["lastExit"]!.ToJsonString());
        Assert.Equal(
            """{"at":"2026-01-02T12:34:56.789Z","ok":false,"status":503,"detail":"503 Service Unavailable","duration":12}""",
            process["lastHealthCheck"]!.ToJsonString());
        Assert.Equal("""{"PORT":"***"}""", process["env"]!.ToJsonString());
    }

    [Fact]
    public async Task One_process_comes_with_its_effective_configuration()
    {
        var process = await (await Server.GetAsync("/api/processes/web")).DataAsync();
        Assert.Equal(2000, (int)process["configuration"]!["restartDelay"]!);
        Assert.Equal(30000, (int)process["configuration"]!["healthCheck"]!["interval"]!);
    }

    [Theory]
    [InlineData("worker", "start", "worker is running with pid 102.")]
    [InlineData("web", "stop", "web is stopped.")]
    [InlineData("web", "restart", "web is running with pid 102.")]
    public async Task A_command_answers_with_the_process_and_in_words(string id, string command, string message)
    {
        var json = await (await Server.SendAsync(HttpMethod.Post, $"/api/processes/{id}/{command}")).JsonAsync();
        Assert.Equal(message, (string)json["message"]!);
        Assert.Equal(id, (string)json["data"]!["id"]!);
        Assert.Equal([$"{command} {id}"], Server.Processes.Commands);
    }

    [Fact]
    public async Task A_question_is_answered_without_a_message() =>
        Assert.Equal(["success", "data", "timestamp"], (await (await Server.GetAsync("/api/status")).JsonAsync()).Keys());

    [Fact]
    public async Task A_launch_that_fails_is_422_with_the_reason()
    {
        var error = await (await Server.SendAsync(HttpMethod.Post, "/api/processes/broken/start"))
            .FailureAsync(HttpStatusCode.UnprocessableEntity, "launch-failed");
        Assert.Contains("no program 'node'", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/processes/nobody")]
    [InlineData("/api/processes/nobody/logs")]
    [InlineData("/api/processes/nobody/logs?follow=true")]
    [InlineData("/api/processes/a%2Fb")]
    [InlineData("/api/processes/%22%3Cscript%3E")]
    [InlineData("/api/processes/%F0%9F%9A%80")]
    public async Task An_id_that_nobody_has_is_404(string path) =>
        await (await Server.GetAsync(path)).FailureAsync(HttpStatusCode.NotFound, "process-not-found");

    [Fact]
    public async Task A_command_to_an_id_that_nobody_has_is_404() =>
        await (await Server.SendAsync(HttpMethod.Post, "/api/processes/nobody/start")).FailureAsync(HttpStatusCode.NotFound, "process-not-found");

    [Fact]
    public async Task A_process_may_be_called_reload()
    {
        Server.Processes.Put(Sample.Process("reload"));
        Assert.Equal("reload", (string)(await (await Server.GetAsync("/api/processes/reload")).DataAsync())["id"]!);
    }

    [Fact]
    public async Task A_reload_says_what_was_done_process_by_process_and_in_words()
    {
        Server.Processes.AddToConfiguration("added");
        var json = await (await Server.SendAsync(HttpMethod.Post, "/api/processes/reload")).JsonAsync();
        Assert.Equal("1 started, 3 unchanged.", (string)json["message"]!);
        Assert.Equal("""{"id":"added","action":"start","because":"it is new"}""", json["data"]![3]!.ToJsonString());
    }

    [Fact]
    public async Task A_reload_of_a_broken_configuration_is_422_with_every_problem()
    {
        Server.Processes.BreakConfiguration(new ConfigurationProblem("/srv/p.yaml", 3, 5, "PP0101", "processes.web.comand", "No.", "command"));
        var response = await Server.SendAsync(HttpMethod.Post, "/api/processes/reload");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var json = await response.JsonAsync();
        Assert.Equal("configuration-invalid", (string)json["code"]!);
        Assert.Equal(
            """{"file":"/srv/p.yaml","line":3,"column":5,"code":"PP0101","key":"processes.web.comand","message":"No.","suggestion":"command","severity":"error"}""",
            Assert.Single(json["problems"]!.AsArray())!.ToJsonString());
    }

    [Fact]
    public async Task A_thousand_processes_are_listed_whole()
    {
        for (var i = 0; i < 1000; i++)
        {
            Server.Processes.Put(Sample.Process($"p{i}"));
        }

        var data = await (await Server.GetAsync("/api/processes")).DataAsync();
        Assert.Equal(1003, data.AsArray().Count);
        Assert.Equal("p999", (string)data[1002]!["id"]!);
    }

    [Fact]
    public async Task Text_is_written_as_it_is_and_not_as_escapes()
    {
        Server.Processes.Put(Sample.Process("web") with { Name = "Büro & <日本>" });
        var text = await (await Server.GetAsync("/api/processes/web")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Büro & <日本>", text, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(text).RootElement.ValueKind);
    }
}
