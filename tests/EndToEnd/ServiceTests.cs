using System.Net.Sockets;
using System.Text;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>What a service manager is told, and what it can ask for.</summary>
public sealed class ServiceTests
{
    private const int HangUp = 1;
    private const string Web = "web: { command: \"sleep\", args: [\"1000\"] }";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task The_service_manager_is_told_that_all_is_up_that_the_server_lives_reloads_and_stops()
    {
        await using var project = new Project();
        await using var health = new HealthEndpoint();
        health.Answer(503);
        using var manager = new NotifySocket(project.File("notify"));
        project.Environment["NOTIFY_SOCKET"] = manager.Path;
        project.Environment["WATCHDOG_USEC"] = "400000";
        project.Configure($"{Web}\nslow: {{ command: \"sleep\", args: [\"1000\"], healthCheck: {{ enabled: true, path: \"{health.Url}\", interval: 50, onUnhealthy: report }} }}");
        var server = await project.StartAsync();
        await manager.UntilAsync("STATUS=Waiting for slow");
        await manager.UntilAsync("WATCHDOG=1");
        await manager.UntilAsync("WATCHDOG=1");
        Assert.DoesNotContain(manager.Told, line => line == "READY=1");
        health.Answer(200);
        await manager.UntilAsync("READY=1");

        // A program that found the socket could say that the server is ready.
        var environment = await File.ReadAllTextAsync($"/proc/{Assert.Single(project.InstancesOf("web"))}/environ", Cancelled);
        Assert.DoesNotContain("NOTIFY_SOCKET=", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("WATCHDOG_USEC=", environment, StringComparison.Ordinal);

        manager.Forget();
        Machine.Signal(server.Pid, HangUp);
        await manager.UntilAsync("RELOADING=1");
        await manager.UntilAsync("READY=1");
        Assert.Contains(manager.Told, line => line.StartsWith("MONOTONIC_USEC=", StringComparison.Ordinal));
        Assert.Equal(0, await server.StopAsync());
        await manager.UntilAsync("STOPPING=1");
    }

    [Fact(Timeout = 180_000)]
    public async Task A_hang_up_reads_the_configuration_again_and_survives_a_broken_one()
    {
        await using var project = new Project();
        project.Configure(Web);
        var server = await project.StartAsync();
        var web = (await server.Client.GetAsync("web", Cancelled)).Pid;
        project.Configure(Web + "\nmore: { command: \"sleep\", args: [\"1000\"] }");
        Machine.Signal(server.Pid, HangUp);
        await Wait.Until(() => project.InstancesOf("more").Count == 1, "the process that was added runs");

        project.Write("config/processes.yaml", "processes: [");
        Machine.Signal(server.Pid, HangUp);
        await Wait.Until(() => server.Output.Contains("cannot be applied", StringComparison.Ordinal), "the broken file is told");
        Assert.Equal(web, (await server.Client.GetAsync("web", Cancelled)).Pid);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact(Timeout = 180_000)]
    public async Task A_terminal_that_is_closed_stops_the_server_in_order()
    {
        Assert.SkipWhen(Machine.Which("script") is null, "There is no script(1) to give the server a terminal.");
        await using var project = new Project();
        project.Configure(Web);
        project.WriteProgram("terminal.sh", $"#!/bin/sh\nexec script --quiet --command 'exec {Builds.Server} --config {project.ConfigFile}' /dev/null\n");
        project.Program = project.File("terminal.sh");
        var script = project.Launch();
        await Wait.Until(() => project.InstancesOf("web").Count == 1, "web runs");
        await script.KillAsync();
        await Wait.Until(() => project.Processes.Count == 0, "the server and its programs have ended");
        Assert.Empty(Directory.GetFiles(project.File("pids"), "*.pid"));
    }

    [Fact(Timeout = 180_000)]
    public async Task Where_no_terminal_is_the_log_is_JSON_line_by_line()
    {
        await using var project = new Project { LogFormat = "auto" };
        project.Configure(Web);
        var server = await project.StartAsync();
        Assert.Equal(0, await server.StopAsync());
        var lines = server.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement).ToList();
        Assert.All(lines, line => Assert.EndsWith("Z", line.GetProperty("Timestamp").GetString(), StringComparison.Ordinal));
        Assert.Contains(lines, line => line.GetProperty("Message").GetString()!.Contains(server.Management, StringComparison.Ordinal));
        Assert.Equal("Stopped.", lines[^1].GetProperty("Message").GetString());
    }

    [Fact(Timeout = 180_000)]
    public async Task The_unit_that_would_be_installed_is_printed_and_valid()
    {
        await using var project = new Project("a 100% odd folder");
        project.Write("a 100% odd folder/config/proxy.yaml", "port: 0\n");
        var printed = await Tool.ServerAsync("/", "service", "install", "--dry-run", "--config", project.ConfigFile, "--name", "e2e-odd", "--user", "daemon");
        Assert.Equal((0, ""), (printed.ExitCode, printed.Errors));
        Assert.StartsWith("# /etc/systemd/system/e2e-odd.service\n", printed.Output, StringComparison.Ordinal);
        foreach (var line in new[]
        {
            "Type=notify", "WatchdogSec=30", "KillMode=process", "User=daemon", "ExecReload=/bin/kill -HUP $MAINPID", "WantedBy=multi-user.target",
            $"ExecStart={Builds.Server} run --config \"{project.ConfigFile.Replace("%", "%%", StringComparison.Ordinal)}\"",
        })
        {
            Assert.Contains(line, printed.Output.Split('\n'));
        }

        Assert.SkipWhen(Machine.Which("systemd-analyze") is null, "There is no systemd-analyze here.");
        project.Write("e2e-odd.service", printed.Output);
        var said = await Tool.RunAsync("systemd-analyze", "/", "verify", "--man=no", "--generators=no", project.File("e2e-odd.service"));
        Assert.DoesNotContain("e2e-odd", said.Errors + said.Output, StringComparison.Ordinal);
        Assert.Equal(0, said.ExitCode);
    }

    [Fact(Timeout = 180_000)]
    public async Task The_unit_gives_the_time_of_the_longest_chain_of_stops_and_what_a_shell_has_is_said()
    {
        await using var project = new Project();
        project.Configure("""
            web: { command: "sleep", stopTimeout: 100000, dependsOn: [db], env: { PASSWORD: "${DB_PASSWORD:-none}" } }
            db: { command: "sleep", stopTimeout: 60000 }
            other: { command: "sleep", stopTimeout: 120000 }
            """);
        var printed = await Tool.ServerAsync(project.Root, "service", "install", "--dry-run", "--name", "e2e-chain", "--user", "root");
        Assert.Equal(0, printed.ExitCode);
        var unit = printed.Output.Split('\n');
        Assert.Contains("TimeoutStopSec=190", unit);
        Assert.Contains($"Environment=PATH={Environment.GetEnvironmentVariable("PATH")}", unit);
        Assert.Contains("EnvironmentFile=-/etc/default/e2e-chain", unit);
        Assert.DoesNotContain(unit, line => line.StartsWith("UMask", StringComparison.Ordinal));
        Assert.Equal(
            """
            note: The service and its programs run as root. Use --user to run them as another user.
            note: The configuration refers to DB_PASSWORD. The service does not have the variables of this shell: set them in /etc/default/e2e-chain, as NAME=value.

            """,
            printed.Errors);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_service_that_is_not_there_or_a_system_without_systemd_is_said_in_a_sentence()
    {
        var status = await Tool.ServerAsync("/", "service", "status", "--name", $"e2e-{Guid.NewGuid():N}");
        Assert.NotEqual(0, status.ExitCode);
        Assert.Matches("is not installed|systemd|systemctl", status.Output + status.Errors);
        Assert.DoesNotContain("   at ", status.Errors, StringComparison.Ordinal);
        var refused = await Tool.ServerAsync("/", "service", "install", "--name", "../evil", "--dry-run");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("--name", refused.Errors, StringComparison.Ordinal);
    }

    /// <summary>The socket that systemd listens at for what its services say.</summary>
    private sealed class NotifySocket : IDisposable
    {
        private readonly Socket socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        private readonly byte[] buffer = new byte[4096];
        private readonly List<string> told = [];

        public NotifySocket(string path)
        {
            Path = path;
            socket.Bind(new UnixDomainSocketEndPoint(path));
        }

        public string Path { get; }

        /// <summary>Every line so far.</summary>
        public IReadOnlyList<string> Told => told;

        public void Forget() => told.Clear();

        /// <summary>Waits for a message that begins with this line, and takes all before it.</summary>
        public async Task UntilAsync(string line)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
            limit.CancelAfter(Wait.Patience);
            string[] lines;
            do
            {
                var length = await socket.ReceiveAsync(buffer, limit.Token);
                lines = Encoding.UTF8.GetString(buffer, 0, length).Split('\n');
                told.AddRange(lines);
            }
            while (lines[0] != line);
        }

        public void Dispose() => socket.Dispose();
    }
}
