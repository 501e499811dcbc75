using System.Text.Json;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>The management API of a real server, as a program that knows only HTTP and JSON sees it.</summary>
public sealed class ApiTests
{
    private const string Sleeper = "web:\n  command: \"sleep\"\n  args: [\"1000\"]\n  env:\n    SECRET: \"hunter2\"";
    private static readonly HttpClient Http = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task Every_call_of_the_table_answers_in_its_envelope()
    {
        await using var project = new Project().Configure($"{Sleeper}\nspare:\n  command: \"sleep\"\n  args: [\"1000\"]\n  enabled: false");
        var server = await project.StartAsync();
        await server.WaitForAsync("web", RunState.Running);

        var list = await DataAsync(server, HttpMethod.Get, "/api/processes");
        Assert.Equal(["web", "spare"], list.EnumerateArray().Select(process => process.GetProperty("id").GetString()));
        Assert.Equal(["running", "stopped"], list.EnumerateArray().Select(process => process.GetProperty("state").GetString()));

        var web = await DataAsync(server, HttpMethod.Get, "/api/processes/web");
        Assert.Equal("***", web.GetProperty("env").GetProperty("SECRET").GetString());
        Assert.Equal(2000, web.GetProperty("configuration").GetProperty("restartDelay").GetInt32());
        var pid = web.GetProperty("pid").GetInt32();
        Assert.True(Machine.IsAlive(pid));

        Assert.Equal(pid, (await DataAsync(server, HttpMethod.Post, "/api/processes/web/start", "web is running with pid")).GetProperty("pid").GetInt32());
        var stopped = await DataAsync(server, HttpMethod.Post, "/api/processes/web/stop", "web is stopped.");
        Assert.Equal("stopped", stopped.GetProperty("state").GetString());
        Assert.False(Machine.IsAlive(pid));
        await DataAsync(server, HttpMethod.Post, "/api/processes/web/stop", "web is stopped.");
        var restarted = await DataAsync(server, HttpMethod.Post, "/api/processes/web/restart", "web is running with pid");
        Assert.Equal([restarted.GetProperty("pid").GetInt32()], project.InstancesOf("web"));
        await DataAsync(server, HttpMethod.Post, "/api/processes/spare/start", "spare is running with pid");

        var logs = await DataAsync(server, HttpMethod.Get, "/api/processes/web/logs?lines=5");
        Assert.Equal(0, logs.GetProperty("totalLines").GetInt32());
        await DataAsync(server, HttpMethod.Post, "/api/processes/reload", "2 unchanged");
        var counts = (await DataAsync(server, HttpMethod.Get, "/api/status")).GetProperty("processes");
        Assert.Equal((2, 2), (counts.GetProperty("total").GetInt32(), counts.GetProperty("running").GetInt32()));
        Assert.Equal("running", (await DataAsync(server, HttpMethod.Get, "/health")).GetString());
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_caller_gets_wrong_has_a_status_a_code_and_a_sentence()
    {
        await using var project = new Project().Configure(
            "base:\n  command: \"sleep\"\n  args: [\"1000\"]\n  enabled: false\n"
            + "above:\n  command: \"sleep\"\n  args: [\"1000\"]\n  enabled: false\n  dependsOn: [\"base\"]\n"
            + "nothing:\n  command: \"no-such-program\"\n  enabled: false\n"
            + "nowhere:\n  command: \"sleep\"\n  cwd: \"missing\"\n  enabled: false");
        var server = await project.StartAsync();
        await RefusesAsync(server, HttpMethod.Get, "/api/processes/nobody", 404, "process-not-found", "There is no process 'nobody'.");
        await RefusesAsync(server, HttpMethod.Get, "/api/nothing", 404, "not-found", "/api/nothing");
        await RefusesAsync(server, HttpMethod.Get, "/api/processes/base/stop", 405, "method-not-allowed", "POST");
        foreach (var lines in (string[])["abc", "0", "-1", "10001", ""])
        {
            await RefusesAsync(server, HttpMethod.Get, $"/api/processes/base/logs?lines={lines}", 400, "bad-argument", "1 to 10000");
        }

        await RefusesAsync(server, HttpMethod.Get, "/api/processes/base/logs?stream=all", 400, "bad-argument", "stream");
        await RefusesAsync(server, HttpMethod.Post, "/api/processes/above/start", 409, "dependency-not-ready", "waits for base, which is stopped");
        await RefusesAsync(server, HttpMethod.Post, "/api/processes/nothing/start", 422, "launch-failed", "'no-such-program' was not found in PATH");
        await RefusesAsync(server, HttpMethod.Post, "/api/processes/nowhere/restart", 422, "launch-failed", "missing does not exist");
    }

    [Fact(Timeout = 60_000)]
    public async Task With_a_key_every_call_needs_it()
    {
        await using var project = new Project().Configure(Sleeper);
        project.Write(
            "config/proxy.yaml",
            (await File.ReadAllTextAsync(project.ConfigFile, Cancelled)).Replace(
                "management:", "management:\n  apiKey: \"correct-horse\"", StringComparison.Ordinal));
        var server = await project.StartAsync();
        foreach (var path in (string[])["/api/processes", "/api/status", "/health", "/api/nothing"])
        {
            await RefusesAsync(server, HttpMethod.Get, path, 401, "unauthorized", "key");
        }

        await RefusesAsync(server, HttpMethod.Post, "/api/processes/web/stop", 401, "unauthorized", "key", ("Authorization", "Bearer wrong"));
        Assert.NotEmpty(project.InstancesOf("web"));
        using var client = new HttpProcessClient(new Uri(server.Management), "correct-horse");
        Assert.Equal(RunState.Stopped, (await client.StopAsync("web", Cancelled)).State);
        Assert.Empty(project.InstancesOf("web"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Without_a_key_pages_of_other_sites_command_nothing()
    {
        await using var project = new Project().Configure(Sleeper);
        var server = await project.StartAsync();
        var web = await server.WaitForAsync("web", RunState.Running);
        (string, string)[] foreign = [("Host", "evil.example"), ("Origin", "https://evil.example"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site")];
        foreach (var header in foreign)
        {
            await RefusesAsync(server, HttpMethod.Post, "/api/processes/web/stop", 403, "forbidden", "", header);
            await RefusesAsync(server, HttpMethod.Get, "/api/processes", 403, "forbidden", "", header);
        }

        Assert.Equal([web.Pid!.Value], project.InstancesOf("web"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_reload_touches_what_changed_and_a_broken_file_changes_nothing()
    {
        await using var project = new Project().Configure(Sleeper);
        var server = await project.StartAsync();
        var web = await server.WaitForAsync("web", RunState.Running);

        project.Configure($"{Sleeper}\nadded:\n  command: \"sleep\"\n  args: [\"1000\"]");
        await DataAsync(server, HttpMethod.Post, "/api/processes/reload", "1 started, 1 unchanged");
        await server.WaitForAsync("added", RunState.Running);

        project.Configure($"{Sleeper}\n  comand: \"oops\"");
        using var response = await SendAsync(server, HttpMethod.Post, "/api/processes/reload");
        Assert.Equal(422, (int)response.StatusCode);
        var failure = JsonSerializer.Deserialize(await response.Content.ReadAsStringAsync(Cancelled), ApiJson.Default.ApiFailure)!;
        Assert.Equal("configuration-invalid", failure.Code);
        var problem = Assert.Single(failure.Problems!);
        Assert.Equal((project.File("config/processes.yaml"), 7, "command"), (problem.File, problem.Line, problem.Suggestion));

        Assert.Equal([web.Pid!.Value], project.InstancesOf("web"));
        Assert.Single(project.InstancesOf("added"));
    }

    private static async Task<JsonElement> DataAsync(ServerUnderTest server, HttpMethod method, string path, string? message = null)
    {
        using var response = await SendAsync(server, method, path);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.True(response.IsSuccessStatusCode, text);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        using var answer = JsonDocument.Parse(text);
        Assert.True(answer.RootElement.GetProperty("success").GetBoolean());
        Assert.EndsWith("Z", answer.RootElement.GetProperty("timestamp").GetString(), StringComparison.Ordinal);
        Assert.Equal(message is not null, answer.RootElement.TryGetProperty("message", out var said));
        Assert.Contains(message ?? "", message is null ? "" : said.GetString(), StringComparison.Ordinal);
        return answer.RootElement.GetProperty("data").Clone();
    }

    private static async Task RefusesAsync(
        ServerUnderTest server, HttpMethod method, string path, int status, string code, string sentence, params (string, string)[] headers)
    {
        using var response = await SendAsync(server, method, path, headers);
        var text = await response.Content.ReadAsStringAsync(Cancelled);
        Assert.True(status == (int)response.StatusCode, $"{method} {path} answered {(int)response.StatusCode}: {text}");
        var failure = JsonSerializer.Deserialize(text, ApiJson.Default.ApiFailure)!;
        Assert.False(failure.Success);
        Assert.Equal(code, failure.Code);
        Assert.Contains(sentence, failure.Error, StringComparison.Ordinal);
    }

    private static Task<HttpResponseMessage> SendAsync(
        ServerUnderTest server, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, server.Management + path);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return Http.SendAsync(request, Cancelled);
    }
}
