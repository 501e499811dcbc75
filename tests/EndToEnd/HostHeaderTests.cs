using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>Programs that know which names they answer to, as Django, Rails and Vite do.</summary>
public sealed class HostHeaderTests
{
    private const string Python = "/usr/bin/python3";

    private const string Program = """
        import http.server, os
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                allowed = self.headers["Host"].split(":")[0] == "app.example.org"
                self.send_response(200 if allowed else 400)
                self.end_headers()
                self.wfile.write(b"welcome" if allowed else b"Invalid HTTP_HOST header")
            def log_message(self, *arguments):
                pass
        http.server.HTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler).serve_forever()
        """;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_program_behind_a_domain_is_probed_by_that_name_and_one_without_says_what_it_may_lack()
    {
        Assert.SkipUnless(File.Exists(Python), "python3 is not there.");
        await using var project = new Project();
        var (known, unknown) = (Ports.Free(), Ports.Free());
        const string check = "healthCheck: { enabled: true, interval: 50, retries: 2, startPeriod: 5000, onUnhealthy: report }";
        project.Write("app.py", Program).Configure(
            $$"""
            known: { command: "{{Python}}", args: ["app.py"], env: { PORT: "{{known}}" }, {{check}} }
            unknown: { command: "{{Python}}", args: ["app.py"], env: { PORT: "{{unknown}}" }, {{check}} }
            """,
            $"- {{ domain: app.example.org, target: \"http://localhost:{known}\", process: known }}");
        var server = await project.StartAsync();
        var well = await server.WaitForAsync("known", info => info.Health != HealthState.Unknown, "has a verdict");
        Assert.Equal((HealthState.Healthy, 200), (well.Health, well.LastHealthCheck!.Status));

        await server.WaitForAsync("unknown", info => info.Health == HealthState.Unhealthy, "is unhealthy");
        Assert.Equal(
            $"unknown is running but unhealthy: its health check http://localhost:{unknown}/health answered 400 Bad Request (Invalid HTTP_HOST header); the program may not accept "
            + $"the Host 'localhost:{unknown}': have it allow that, or give its route the domain that it expects.",
            (await server.Client.GetDiagnosisAsync("unknown", Cancelled)).Summary);
        Assert.StartsWith("is unhealthy: 2 probes of ", (await server.Client.GetAsync("unknown", Cancelled)).Reason, StringComparison.Ordinal);

        // A change of the domain is a change of the check, and restarts nothing.
        project.Configure(
            $$"""
            known: { command: "{{Python}}", args: ["app.py"], env: { PORT: "{{known}}" }, {{check}} }
            unknown: { command: "{{Python}}", args: ["app.py"], env: { PORT: "{{unknown}}" }, {{check}} }
            """,
            $"- {{ domain: app.example.org, target: \"http://localhost:{unknown}\" }}");
        await server.Client.ReloadAsync(Cancelled);
        Assert.Equal("started by the server at its start", (await server.WaitForAsync("unknown", info => info.Health == HealthState.Healthy, "is healthy")).Reason);
        Assert.Equal(well.Pid, (await server.WaitForAsync("known", info => info.Health == HealthState.Unhealthy, "is unhealthy")).Pid);
    }
}
