using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Xunit;

namespace ProcessProxy.EndToEnd.Diagnosis;

/// <summary>Whose port it is.</summary>
public sealed class PortDiagnosisTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_port_that_a_stranger_has_is_named_with_the_stranger()
    {
        await using var project = new Project();
        using var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();
        var port = ((IPEndPoint)stranger.LocalEndpoint).Port;
        project.Configure($$"""web: { {{DiagnosisBench.Script("exit 1")}}, restartDelay: 60000, env: { PORT: "{{port}}" } }""");
        var server = await project.StartAsync();

        var found = await server.DiagnoseAsync("web", RunState.Backoff);
        var command = (await File.ReadAllTextAsync("/proc/self/cmdline", Cancelled)).Replace('\0', ' ').Trim();
        Assert.Equal((port, Environment.ProcessId, (string?)null), (found.Port!.Number, found.Port.Owner!.Pid!.Value, found.Port.Owner.ProcessId));
        Assert.StartsWith(found.Port.Owner.Command!, command, StringComparison.Ordinal);
        Assert.Equal($"web exits at once with code 1: port {port} is already taken by {found.Port.Owner.Command} (pid {Environment.ProcessId}).", found.Summary);
        Assert.Equal((DiagnosisCause.PortTaken, "processes.web.env.PORT", $"{port}"), (found.Cause, found.DecidedBy!.Key, found.DecidedBy.Value));
        Assert.Equal(2, found.DecidedBy.Line);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_ignores_its_port_is_told_both()
    {
        await using var project = new Project();
        var own = Ports.Free();
        project.Configure($$"""
            web:
              command: "sh"
              args: ["-c", "PORT={{own}} exec {{Builds.TestProcess}} serve"]
              port: auto
              replaceTimeout: 2s
              healthCheck: { enabled: true, path: "/health", interval: 200, retries: 1000, startPeriod: 0 }
            """);
        var server = await project.StartAsync();
        await Wait.Until(() => project.Lines("logs/web.log").Length > 0, "it listens");
        var web = await server.WaitForAsync("web", info => info.LastHealthCheck is { Ok: false }, "was probed");
        var found = await server.Client.GetDiagnosisAsync("web", Cancelled);
        var words = $"listens on {own}, was given {web.Port} (PORT)";
        Assert.Equal((DiagnosisCause.NotListening, $"web is running, but {words}: have it listen on the port in PORT."), (found.Cause, found.Summary));
        Assert.Equal("processes.web.port", found.DecidedBy!.Key);
    }

    [Theory(Timeout = 60_000)]
    [InlineData("")]
    [InlineData("healthCheck: { enabled: true, path: /health, interval: 200 }")]
    public async Task A_new_version_that_ignores_its_port_is_told_both(string check)
    {
        await using var project = new Project();
        var own = Ports.Free();
        project.Configure($$"""
            web:
              command: "sh"
              args: ["-c", "[ -e bad ] && export PORT={{own}}; exec {{Builds.TestProcess}} serve"]
              port: auto
              replaceTimeout: 5s
              {{check}}
            """);
        var server = await project.StartAsync();
        await server.WaitForAsync("web", info => info.State == RunState.Running && info.Health is HealthState.None or HealthState.Healthy, "answers");
        project.Write("bad", "");
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => server.Client.RestartAsync("web", Cancelled));
        Assert.Matches($@"^web was not replaced: the new program listens on {own}, was given 2\d{{4}} \(PORT\): have it listen on the port in PORT within 5 s \(replaceTimeout\)\. Its last lines: serving as", refused.Message);
        var failure = (await server.Client.GetAsync("web", Cancelled)).ReplacementFailure!;
        Assert.StartsWith($"listens on {own}, was given ", failure.Reason, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_port_that_another_managed_process_has_is_named_with_that_process()
    {
        await using var project = new Project();
        var port = Ports.Free();
        project.Configure($$"""
            first: { command: "{{Builds.TestProcess}}", args: ["serve"], env: { PORT: "{{port}}" } }
            second: { command: "{{Builds.TestProcess}}", args: ["serve"], env: { PORT: "{{port}}", DOTNET_DbgEnableMiniDump: "0" }, maxRestarts: 0, enabled: false }
            """);
        var server = await project.StartAsync();
        await Wait.Until(() => project.Lines("logs/first.log").Length > 0, "the first listens");
        await server.Client.StartAsync("second", Cancelled);

        var found = await server.DiagnoseAsync("second", RunState.Failed);
        var first = await server.Client.GetAsync("first", Cancelled);
        Assert.Equal(DiagnosisCause.PortTaken, found.Cause);
        Assert.EndsWith($"port {port} is already taken by the process first (pid {first.Pid}).", found.Summary, StringComparison.Ordinal);
        Assert.Equal("first", found.Port!.Owner!.ProcessId);
        Assert.Contains(found.Exits[0].LastLines, line => line.Contains("Address already in use", StringComparison.Ordinal));
        var well = await server.Client.GetDiagnosisAsync("first", Cancelled);
        Assert.Equal(("first is running; nothing is wrong.", "first"), (well.Summary, well.Port!.Owner!.ProcessId));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_says_its_port_was_taken_is_believed_when_nobody_has_it_any_more()
    {
        await using var project = new Project();
        var port = Ports.Free();
        project.Configure($$"""web: { {{DiagnosisBench.Script($"echo 'Error: listen EADDRINUSE: address already in use :::{port}'; exit 1")}}, maxRestarts: 0, env: { PORT: "{{port}}" } }""");
        var server = await project.StartAsync();
        var found = await server.DiagnoseAsync("web", RunState.Failed);
        Assert.Equal(
            $"web exits at once with code 1 and is not restarted, as maxRestarts is 0: its port was taken, as it says (Error: listen EADDRINUSE: address already in use :::{port}).",
            found.Summary);
        Assert.Equal((DiagnosisCause.PortTaken, (PortOwner?)null), (found.Cause, found.Port!.Owner));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_program_that_listens_and_crashes_again_and_again_never_has_its_port_taken_by_a_stranger()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/python3"), "python3 is not there.");
        await using var project = new Project();
        var port = Ports.Free();
        project.Write("flap.py", """
            import os, socket, sys, time
            listener = socket.socket()
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(("127.0.0.1", int(os.environ["PORT"])))
            listener.listen()
            time.sleep(0.02)
            sys.exit(1)
            """).Configure($$"""web: { command: "/usr/bin/python3", args: ["flap.py"], env: { PORT: "{{port}}" }, restartDelay: 0, maxRestarts: 1000000 }""");
        var server = await project.StartAsync();
        await server.WaitForAsync("web", info => info.RestartCount > 0, "has crashed");
        for (var asked = 0; asked < 150; asked++)
        {
            var found = await server.Client.GetDiagnosisAsync("web", Cancelled);
            Assert.True(found.Cause != DiagnosisCause.PortTaken, found.Summary);
            Assert.DoesNotContain(found.Details, sentence => sentence.Contains("is taken by", StringComparison.Ordinal));
        }

        Assert.True((await server.Client.GetAsync("web", Cancelled)).CrashLooping);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_fails_for_a_reason_of_its_own_is_not_blamed_on_its_port()
    {
        await using var project = new Project();
        using var stranger = new TcpListener(IPAddress.Loopback, 0);
        stranger.Start();
        var port = ((IPEndPoint)stranger.LocalEndpoint).Port;
        project.Configure($$"""web: { {{DiagnosisBench.Script("echo Error: no key in settings.json; exit 1")}}, maxRestarts: 0, env: { PORT: "{{port}}" } }""");
        var server = await project.StartAsync();
        var found = await server.DiagnoseAsync("web", RunState.Failed);
        Assert.Equal((DiagnosisCause.Exited, "web exits at once with code 1 and is not restarted, as maxRestarts is 0: Error: no key in settings.json."), (found.Cause, found.Summary));
        Assert.Contains(found.Details, sentence => sentence.StartsWith($"Its port {port} is used by ", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_program_that_does_not_listen_is_found_out_without_a_health_check()
    {
        await using var project = new Project();
        var port = Ports.Free();
        project.Configure($$"""deaf: { command: "sleep", args: ["1000"], env: { PORT: "{{port}}" } }""");
        var server = await project.StartAsync();
        var found = await server.DiagnoseAsync("deaf", DiagnosisCause.NotListening);
        Assert.Matches($@"^deaf is running, but nothing listens on port {port} \d+(\.\d)? s after its start\.$", found.Summary);
        Assert.Equal((RunState.Running, port, (PortOwner?)null), (found.State, found.Port!.Number, found.Port.Owner));
    }
}
