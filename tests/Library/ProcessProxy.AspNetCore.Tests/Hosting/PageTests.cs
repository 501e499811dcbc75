using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.Configuration;
using ProcessProxy.Harness;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Hosting;

/// <summary>docs/embedding.md does what it says: every block of C# on it is compiled here, word for word, and run with real programs.</summary>
public sealed partial class PageTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_block_of_the_page_is_run_here()
    {
        var page = Repository.Text("docs/embedding.md");
        var source = Repository.Text("tests/Library/ProcessProxy.AspNetCore.Tests/Hosting/PageCode.cs");
        var methods = Method().Matches(source).Select(method => Indentation().Replace(method.Groups[1].Value, "").TrimEnd()).ToList();
        var blocks = Block().Matches(page).Select(block => block.Groups[1].Value).ToList();

        Assert.Equal(methods, blocks.Select(block => Using().Replace(block, "").Trim()));
        Assert.All(blocks.SelectMany(block => Using().Matches(block)).Select(line => line.Value.Trim()).Where(line => line != "using ProcessProxy;"),
            line => Assert.Contains(line, source, StringComparison.Ordinal));
        Assert.True(blocks[0].TrimEnd().Split('\n').Length < 15);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_web_application_with_two_programs_and_a_route()
    {
        Assert.SkipWhen(IsTaken(3017), "Another program has the port that is on the page.");
        await using var app = await HostedApp.StartAsync(Running(PageCode.WebApplicationWithTwoProgramsAndARoute));

        // It waits until the program can answer.
        var answer = await app.Http.GetStringAsync("/shop/photos?q=1", Cancelled);
        Assert.EndsWith("path=/shop/photos?q=1", answer);
        await WaitForAsync(app, "worker", process => process.State == RunState.Running);
        await WaitForAsync(app, "api", process => process.Health == HealthState.Healthy);
        Assert.Equal("Healthy", await app.Http.GetStringAsync("/healthz", Cancelled));
        Assert.Equal(HttpStatusCode.NotFound, (await app.Http.GetAsync("/elsewhere", Cancelled)).StatusCode);

        await app.Processes.StopAsync("api", Cancelled);
        Assert.Equal("Healthy", await app.Http.GetStringAsync("/healthz", Cancelled)); // Somebody wanted that.
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.Http.GetAsync("/shop", Cancelled)).StatusCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task With_a_file()
    {
        var port = Ports.Free();
        await using var app = await HostedApp.StartAsync(Running(PageCode.WithAFile), (
            "config/proxy.yaml", $$"""
            processes: { web: { command: node, args: [server.js], env: { PORT: {{port}} } } }
            routes:
              - { target: "http://localhost:{{port}}", process: web }
              - { path: /files, type: static, staticPath: files }
              - { path: /old, type: redirect, redirectTo: /new }
            """), ("files/a.txt", "text"));

        Assert.EndsWith("path=/anything", await app.Http.GetStringAsync("/anything", Cancelled));
        Assert.Equal("text", await app.Http.GetStringAsync("/files/a.txt", Cancelled));
        Assert.Equal("/new", (await app.Http.GetAsync("/old", Cancelled)).Headers.Location?.OriginalString);
        using var client = new HttpProcessClient(app.Http.BaseAddress!);
        Assert.Equal("web", Assert.Single(await client.ListAsync(Cancelled)).Id);
        Assert.Contains("/dashboard/app.js", await app.Http.GetStringAsync("/dashboard", Cancelled), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync("/dashboard/app.js", Cancelled)).StatusCode);
    }

    [Fact(Timeout = 120_000)]
    public async Task From_the_settings_of_the_application()
    {
        var settings = JsonBlock().Match(Repository.Text("docs/embedding.md")).Groups[1].Value.Replace("3017", Ports.Free().ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        await using var app = await HostedApp.StartAsync(Running(PageCode.FromTheApplicationsSettings), ("appsettings.json", settings));

        Assert.StartsWith($"pid={await app.Http.GetStringAsync("/pid", Cancelled)} ", await app.Http.GetStringAsync("/shop", Cancelled), StringComparison.Ordinal);
        using var restarted = await app.Http.PostAsync("/restart", null, Cancelled);
        Assert.StartsWith($"pid={await restarted.Content.ReadAsStringAsync(Cancelled)} ", await app.Http.GetStringAsync("/shop", Cancelled), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task Changed_settings_of_the_application_are_applied_and_wrong_ones_are_not()
    {
        const string Node = """{ "command": "node", "args": ["worker.js"] }""";
        await using var app = await HostedApp.StartAsync(Running(PageCode.FromTheApplicationsSettings), ("appsettings.json", Settings($$"""{ "api": {{Node}} }""")));
        var file = Path.Combine(app.Folder.FullName, "appsettings.json");

        await File.WriteAllTextAsync(file, Settings($$"""{ "api": {{Node}}, "other": {{Node}} }"""), Cancelled);
        await WaitForAsync(app, "other", process => process.State == RunState.Running);

        await File.WriteAllTextAsync(file, Settings("""{ "api": { "comand": "node" } }"""), Cancelled);
        await Wait.Until(async () => (await app.Processes.GetStatusAsync(Cancelled)).Configuration is { State: ConfigurationState.Invalid, Problems: [{ Key: "processes.api.comand" }, ..] }, "the mistake is said");
        Assert.Equal([RunState.Running, RunState.Running], (await app.Processes.ListAsync(Cancelled)).Select(process => process.State));

        static string Settings(string processes) => $$"""{ "ProcessProxy": { "processes": {{processes}} } }""";
    }

    [Fact(Timeout = 120_000)]
    public async Task A_mistake_in_the_settings_of_the_application_is_said_with_its_key()
    {
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => HostedApp.StartAsync(
            Running(PageCode.FromTheApplicationsSettings), ("appsettings.json", """{ "ProcessProxy": { "processes": { "api": { "comand": "node" } } } }""")));

        Assert.Equal(ErrorCodes.ConfigurationInvalid, refused.Code);
        Assert.Contains(refused.Problems, problem => problem is { File: "ProcessProxy", Key: "processes.api.comand", Suggestion: "command" });
    }

    [Fact(Timeout = 120_000)]
    public async Task Without_aspnet()
    {
        NodeProgram.PutIntoPath();
        await PageCode.WithoutAspNetAsync();

        foreach (var folder in new[] { "pids", "logs" })
        {
            Directory.Delete(Path.Combine(AppContext.BaseDirectory, folder), recursive: true);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Talk_to_a_server()
    {
        Assert.SkipWhen(IsTaken(4481), "Another program has the port that is on the page.");
        NodeProgram.PutIntoPath();
        var folder = Directory.CreateTempSubdirectory("processproxy-page-");
        var options = new ProcessProxyOptions { ProjectDirectory = folder.FullName, Port = 0 }.AddProcess("web", p => { p.Command = "node"; p.Args = ["worker.js"]; });
        await using (var server = new ProxyServer(options, NullLoggerFactory.Instance, TimeProvider.System))
        {
            await server.StartAsync(Cancelled);
            await PageCode.TalkToAServerAsync();
            await server.StopAsync(Cancelled);
        }

        folder.Delete(recursive: true);
    }

    private static Func<string[], Task> Running(Action<string[]> main) => args =>
    {
        main(args);
        return Task.CompletedTask;
    };

    private static async Task WaitForAsync(HostedApp app, string id, Func<ProcessInfo, bool> isTrue)
    {
        await foreach (var change in app.Processes.WatchAsync(cancellationToken: Cancelled))
        {
            if (change.Processes.Any(process => process.Id == id && isTrue(process)))
            {
                return;
            }
        }
    }

    private static bool IsTaken(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    [GeneratedRegex("^```csharp\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Block();

    [GeneratedRegex("^```json\n(.*?)^```$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex JsonBlock();

    [GeneratedRegex("^    public static [^\n]+\n    \\{\n(.*?)^    \\}$", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Method();

    [GeneratedRegex("^        ", RegexOptions.Multiline)]
    private static partial Regex Indentation();

    [GeneratedRegex("^using [A-Za-z.]+;\n", RegexOptions.Multiline)]
    private static partial Regex Using();
}
