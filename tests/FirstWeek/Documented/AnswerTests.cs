using System.Text;
using System.Text.Json;
using Xunit;

namespace ProcessProxy.FirstWeek.Documented;

/// <summary>Every answer that docs/api.md shows, beside that of a real server; and its calls by curl, as they stand.</summary>
public sealed class AnswerTests
{
    private static readonly Page Api = new("api.md");

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Every_answer_has_the_shape_of_the_real_one()
    {
        await using var project = Given();
        var server = await project.StartAsync();
        await server.WaitForAsync("web", info => info is { Health: HealthState.Healthy, Resources.Cpu: not null }, "is healthy and measured");
        await server.WaitForAsync("broken", info => info.State == RunState.Failed, "has failed");
        using var http = new HttpClient { BaseAddress = new Uri(server.Management) };
        using var routed = await http.GetAsync(new Uri(server.Proxy + "/photos"), Cancelled);
        var remaining = Answers();
        var differences = new List<string>();

        // In the order of the page.
        await CompareAsync("Responses", HttpMethod.Get, "/health");
        await CompareAsync("Responses", HttpMethod.Get, "/api/processes/nobody");
        await CompareAsync("GET, DELETE /api/session", HttpMethod.Get, "/api/session");
        await CompareAsync("GET /api/processes/{id}", HttpMethod.Get, "/api/processes/web");
        await CompareAsync("GET /api/processes/{id}", HttpMethod.Get, "/api/processes/job", answer => answer.GetProperty("data").GetProperty("schedule"));
        await CompareAsync("GET /api/processes/{id}/diagnosis", HttpMethod.Get, "/api/processes/broken/diagnosis");
        await CompareAsync("GET /api/processes/{id}/resources", HttpMethod.Get, "/api/processes/web/resources");
        await CompareAsync("POST /api/processes/{id}/start, stop, restart", HttpMethod.Post, "/api/processes/web/restart", mayBeShort: true);
        await CompareAsync("POST /api/processes/{id}/start, stop, restart", HttpMethod.Post, "/api/processes/web/stop", mayBeShort: true);
        await CompareAsync("POST /api/processes/{id}/start, stop, restart", HttpMethod.Post, "/api/processes/broken/start");
        await CompareAsync("GET /api/processes/{id}/logs", HttpMethod.Get, "/api/processes/web/logs");
        await CompareAsync("POST /api/processes/reload", HttpMethod.Post, "/api/processes/reload");
        var processes = await File.ReadAllTextAsync(project.File("config/processes.yaml"), Cancelled);
        project.Write("config/processes.yaml", processes.Replace("command:", "comand:", StringComparison.Ordinal));
        await CompareAsync("POST /api/processes/reload", HttpMethod.Post, "/api/processes/reload");
        project.Write("config/processes.yaml", processes);
        await CompareAsync("GET /api/configuration/plan", HttpMethod.Get, "/api/configuration/plan");
        await CompareAsync("GET /api/status", HttpMethod.Get, "/api/status");
        await CompareAsync("GET /api/routes", HttpMethod.Get, "/api/routes");
        await CompareAsync("GET /health", HttpMethod.Get, "/health");
        await CompareAsync("POST /api/upgrade", HttpMethod.Post, "/api/upgrade");
        Assert.Empty(remaining);
        Assert.Empty(differences);

        async Task CompareAsync(string heading, HttpMethod method, string path, Func<JsonElement, JsonElement>? part = null, bool mayBeShort = false)
        {
            var (shownAt, documented) = remaining[0];
            remaining.RemoveAt(0);
            Assert.Equal(heading, shownAt);
            using var request = new HttpRequestMessage(method, path);
            using var response = await http.SendAsync(request, Cancelled);
            var real = JsonElement.Parse(await response.Content.ReadAsStringAsync(Cancelled));
            differences.AddRange(JsonShape.Differences(documented, part is null ? real : part(real), mayBeShort).Select(difference => $"{path}: {difference}"));
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Every_call_by_curl_works_as_it_stands()
    {
        Assert.SkipWhen(Machine.Which("curl") is null, "There is no curl here.");
        var calls = Api.Examples().Where(example => example.Language == "sh").SelectMany(example => example.Content.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.Equal(6, calls.Count);
        await using var project = Given();
        var server = await project.StartAsync();
        await server.WaitForAsync("web", info => info.State == RunState.Running, "runs");
        foreach (var call in calls)
        {
            // Streams have no end of their own.
            Assert.StartsWith("curl -s", call);
            var isStream = call.StartsWith("curl -sN ", StringComparison.Ordinal);
            var line = call.Replace("http://127.0.0.1:4481", server.Management, StringComparison.Ordinal)
                .Replace("curl ", $"curl --fail-with-body {(isStream ? "--max-time 2 " : "")}", StringComparison.Ordinal);
            var run = await Shell.RunAsync(project.Root, "KEY=none; " + line);
            Assert.Equal((call, isStream ? 28 : 0), (call, run.ExitCode));
            Assert.NotEqual("", run.Output);
        }
    }

    private static Project Given()
    {
        var project = new Project();
        var port = Ports.Free();
        project.Write("config/processes.yaml", $$"""
            processes:
              web:
                command: "{{Builds.TestProcess}}"
                args: ["serve"]
                healthCheck: { enabled: true, path: "http://127.0.0.1:{{port}}/health" }
                env: { PORT: "{{port}}" }
                maxMemory: 512MB
              job: { command: "true", schedule: { cron: "0 3 * * *" } }
              broken: { command: "./no-such-program", maxRestarts: 0 }
            """);
        project.Write("config/proxy.yaml", $$"""
            host: "127.0.0.1"
            port: 0
            management: { port: 0 }
            reload: manual
            processConfigFile: ./config/processes.yaml
            routes: [{ path: /photos, target: "http://127.0.0.1:{{port}}", process: web }]
            """);
        return project;
    }

    /// <summary>What stands in the page as JSON, one after another.</summary>
    private static List<(string Heading, JsonElement Answer)> Answers()
    {
        var answers = new List<(string, JsonElement)>();
        foreach (var (heading, _, content) in Api.Examples().Where(example => example.Language == "json"))
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(content), new JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
                answers.Add((heading, JsonElement.ParseValue(ref reader)));
            }
        }

        return answers;
    }
}
