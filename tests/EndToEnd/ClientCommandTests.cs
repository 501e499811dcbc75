using System.Text.Json;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>The commands that talk to the server that runs.</summary>
public sealed class ClientCommandTests
{
    private const string Web = "web: { command: \"sh\", args: [\"-c\", \"echo one; echo two; exec sleep 1000\"] }\n";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Processes_are_listed_stopped_started_and_restarted()
    {
        await using var project = new Project();
        project.Configure(Web + "off: { command: \"sleep\", args: [\"1000\"], enabled: false }");
        var server = await project.StartAsync();
        var list = await RunAsync(project, "list");
        Assert.Equal((0, ""), (list.ExitCode, list.Errors));
        var lines = list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches("^NAME +STATE +HEALTH +PID +UPTIME +RESTARTS +REASON$", lines[0]);
        Assert.Matches($"^web +running +- +{Assert.Single(project.InstancesOf("web"))} +\\d+s +0 +", lines[1]);
        Assert.Matches("^off +stopped +- +- +- +0 +", lines[2]);

        var json = await RunAsync(project, "list", "--json");
        Assert.Equal("web", JsonDocument.Parse(json.Output).RootElement[0].GetProperty("id").GetString());

        Assert.StartsWith("web: stopped", (await RunAsync(project, "stop", "web")).Output, StringComparison.Ordinal);
        Assert.Empty(project.InstancesOf("web"));
        Assert.StartsWith("web: running (pid ", (await RunAsync(project, "start", "web")).Output, StringComparison.Ordinal);
        var before = Assert.Single(project.InstancesOf("web"));
        Assert.Equal(0, (await RunAsync(project, "restart", "--all")).ExitCode);
        Assert.NotEqual(before, Assert.Single(project.InstancesOf("web")));
        Assert.Single(project.InstancesOf("off"));

        var unknown = await RunAsync(project, "stop", "nobody", "web");
        Assert.Equal(5, unknown.ExitCode);
        Assert.Contains("nobody", unknown.Errors, StringComparison.Ordinal);
        Assert.Single(project.InstancesOf("web"));
        Assert.Equal(1, (await RunAsync(project, "stop")).ExitCode);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_line_end_in_a_reason_breaks_no_line()
    {
        await using var project = new Project();
        project.Environment["FOLDER"] = "no\nsuch\tfolder";
        project.Configure("broken: { command: \"sleep\", cwd: \"./${FOLDER}\", enabled: false }\n" + Web);
        var server = await project.StartAsync();
        await server.WaitForAsync("web", RunState.Running);
        Assert.NotEqual(0, (await RunAsync(project, "start", "broken")).ExitCode);
        await Wait.Until(() => server.Output.Contains(@"no\x0Asuch\x09folder does not exist", StringComparison.Ordinal), "the log tells it in a line");
        var list = await RunAsync(project, "list");
        Assert.Equal(3, list.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains(@"no\x0Asuch\x09folder", list.Output, StringComparison.Ordinal);
        Assert.Contains(@"no\x0Asuch\x09folder", (await RunAsync(project, "diagnose", "broken")).Output.Split('\n')[0], StringComparison.Ordinal);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_crash_loop_is_listed_as_one_and_what_has_done_its_work_is_well()
    {
        await using var project = new Project();
        project.Configure("""
            migrate: { command: "sh", args: ["-c", "exit 0"], restartOnExit: false }
            loop: { command: "sh", args: ["-c", "exit 7"], restartDelay: 10, maxRestarts: 2, enabled: false }
            """);
        var server = await project.StartAsync();
        await server.WaitForAsync("migrate", info => info is { State: RunState.Stopped, LastExit: not null }, "has ended");
        Assert.Equal(0, (await RunAsync(project, "status")).ExitCode);
        Assert.Equal(0, (await RunAsync(project, "status", "migrate")).ExitCode);

        await server.Client.StartAsync("loop", Cancelled);
        await server.WaitForAsync("loop", RunState.Failed);
        Assert.Contains("failed (crash-looping)", (await RunAsync(project, "list")).Output, StringComparison.Ordinal);
        Assert.StartsWith("loop: failed (crash-looping): exited with code 7; all 2 restarts", (await RunAsync(project, "status", "loop")).Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 180_000)]
    public async Task Status_says_by_its_exit_code_whether_all_is_well()
    {
        await using var project = new Project();
        project.Configure(Web + "bad: { command: \"sh\", args: [\"-c\", \"exit 7\"], restartOnExit: false, enabled: false }");
        var nobody = await RunAsync(project, "status");
        Assert.Equal(4, nobody.ExitCode);
        Assert.Contains(project.ConfigFile, nobody.Errors, StringComparison.Ordinal);

        var server = await project.StartAsync();
        var well = await RunAsync(project, "status");
        Assert.Equal(0, well.ExitCode);
        Assert.Contains($"(pid {server.Pid})", well.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(project, "status", "web")).ExitCode);
        Assert.Equal(1, (await RunAsync(project, "status", "bad")).ExitCode);
        Assert.Equal(5, (await RunAsync(project, "status", "nobody")).ExitCode);
        await server.Client.StopAsync("web", Cancelled);
        Assert.Equal("web was stopped by an operator.", (await RunAsync(project, "diagnose", "web")).Output.Split('\n')[0]);
        var ill = await RunAsync(project, "status");
        Assert.Equal(1, ill.ExitCode);
        Assert.Contains("web: stopped", ill.Output, StringComparison.Ordinal);

        // What a killed server left behind names an address at which nobody answers.
        await server.KillAsync();
        Assert.Equal(4, (await RunAsync(project, "status")).ExitCode);
    }

    [Fact(Timeout = 180_000)]
    public async Task Logs_are_shown_and_followed_until_their_reader_goes()
    {
        await using var project = new Project();
        project.Configure(Web);
        await project.StartAsync();
        await Wait.Until(() => project.Lines("logs/web.log").Length == 2, "web has written");
        Assert.Equal("one\ntwo\n", (await RunAsync(project, "logs", "web")).Output);
        Assert.Equal("two\n", (await RunAsync(project, "logs", "web", "-n", "1")).Output);
        Assert.Matches(@"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} two\n$", (await RunAsync(project, "logs", "web", "-n", "1", "-t")).Output);
        Assert.Equal(5, (await RunAsync(project, "logs", "nobody")).ExitCode);
        Assert.Equal(1, (await RunAsync(project, "logs", "web", "-n", "0")).ExitCode);

        project.Configure("web: { command: \"sh\", args: [\"-c\", \"while :; do echo more; sleep 0.05; done\"] }");
        Assert.Equal(0, (await RunAsync(project, "reload")).ExitCode);
        var head = await Tool.RunAsync(
            "bash", "/", "-o", "pipefail", "-c", "\"$0\" logs web -f --config \"$1\" | head -n 5", Builds.Server, project.ConfigFile);
        Assert.Equal((0, 5), (head.ExitCode, head.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
    }

    [Theory(Timeout = 180_000)]
    [InlineData("plan")]
    [InlineData("--plan")]
    public async Task The_plan_is_that_of_the_server_that_runs_or_of_a_start(string argument)
    {
        await using var project = new Project();
        project.Configure(Web + "off: { command: \"sleep\", args: [\"1000\"], enabled: false }");
        var start = await RunAsync(project, argument);
        Assert.Equal((0, "No server is running. A start would reconnect to programs that are still running, and otherwise do this:\nweb: start\noff: not started: disabled\n"), (start.ExitCode, start.Output));
        Assert.False(Directory.Exists(project.File("pids")));

        var server = await project.StartAsync();
        project.Configure(
            Web.Replace("command", "env: { PORT: \"8892\" }, command", StringComparison.Ordinal), "- { path: \"/w\", target: \"http://127.0.0.1:9\", process: \"web\" }");
        var plan = await RunAsync(project, argument);
        Assert.Equal(
            (0, "web: restart: env.PORT none → 8892 (routes: /w)\noff: stop: no longer configured\n"), (plan.ExitCode, plan.Output));
        Assert.Equal(2, (await server.Client.ListAsync(Cancelled)).Count);

        project.Write("config/processes.yaml", "processes: [");
        var broken = await RunAsync(project, argument);
        Assert.Equal(2, broken.ExitCode);
        Assert.Contains("processes.yaml(", broken.Errors, StringComparison.Ordinal);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_key_is_wanted_at_an_address_alone()
    {
        await using var project = new Project();
        project.Configure(Web);
        var file = await File.ReadAllTextAsync(project.ConfigFile, Cancelled);
        await File.WriteAllTextAsync(project.ConfigFile, file.Replace("port: 0\nreload", "port: 0\n  apiKey: \"s3cret\"\nreload", StringComparison.Ordinal), Cancelled);
        var server = await project.StartAsync();
        Assert.Equal(0, (await RunAsync(project, "list")).ExitCode);
        var wrong = await RunAsync(project, "list", "--uri", server.Management, "--api-key", "other");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("--api-key", wrong.Errors, StringComparison.Ordinal);
        Assert.Equal(0, (await Tool.ServerAsync("/", "list", "--uri", server.Management, "--api-key", "s3cret")).ExitCode);
        Assert.Equal(4, (await Tool.ServerAsync("/", "list", "--uri", "http://127.0.0.1:9")).ExitCode);
        Assert.Equal(1, (await Tool.ServerAsync("/", "list", "--uri", "nonsense")).ExitCode);
    }

    [Fact(Timeout = 180_000)]
    public async Task Shells_complete_commands_and_the_names_of_processes()
    {
        await using var project = new Project();
        project.Configure(Web + "worker: { command: \"sleep\", args: [\"1000\"] }");
        var line = "processproxy re";
        var commands = (await Tool.ServerAsync("/", $"[suggest:{line.Length}]", line)).Output.Split('\n');
        Assert.Contains("reload", commands);
        Assert.Contains("restart", commands);
        line = $"processproxy --config {project.ConfigFile} stop w";
        var names = (await Tool.ServerAsync("/", $"[suggest:{line.Length}]", line)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["web", "worker"], names);

        Assert.SkipWhen(Machine.Which("bash") is null, "There is no bash here.");
        var script = (await Tool.ServerAsync("/", "completion", "bash")).Output;
        var completed = await Tool.RunAsync(
            "bash", "/", "-c",
            $"PATH={Path.GetDirectoryName(Builds.Server)}:$PATH; eval \"$0\"; COMP_LINE='{line}'; COMP_POINT={line.Length}; COMP_WORDS=(processproxy --config {project.ConfigFile} stop w); COMP_CWORD=4; _processproxy; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            script);
        Assert.Equal("web\nworker\n", completed.Output);
        foreach (var shell in new[] { "zsh", "fish", "pwsh" })
        {
            Assert.Contains("[suggest:", (await Tool.ServerAsync("/", "completion", shell)).Output, StringComparison.Ordinal);
        }
    }

    [Theory(Timeout = 120_000)]
    [InlineData("w", "w", "web\nweb:1\nweb:2\nworker\n")]
    [InlineData("web:", "web :", "1\n2\n")]
    [InlineData("web:2", "web : 2", "2\n")]
    public async Task A_shell_completes_the_instances_of_a_process(string written, string words, string completions)
    {
        await using var project = new Project();
        project.Configure("web: { command: \"sleep\", instances: 2 }\nworker: { command: \"sleep\", args: [\"1000\"] }");
        var line = $"processproxy --config {project.ConfigFile} stop {written}";
        Assert.Contains("web:2", (await Tool.ServerAsync("/", $"[suggest:{line.Length}]", line)).Output.Split('\n'));
        Assert.SkipWhen(Machine.Which("bash") is null, "There is no bash here.");
        var script = (await Tool.ServerAsync("/", "completion", "bash")).Output;
        var completed = await Tool.RunAsync(
            "bash", "/", "-c",
            $"PATH={Path.GetDirectoryName(Builds.Server)}:$PATH; eval \"$0\"; COMP_LINE='{line}'; COMP_POINT={line.Length}; COMP_WORDS=(processproxy --config {project.ConfigFile} stop {words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _processproxy; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            script);
        Assert.Equal(completions, completed.Output);
    }

    internal static Task<ToolResult> RunAsync(Project project, params string[] arguments) =>
        Tool.ServerAsync("/", [.. arguments, "--config", project.ConfigFile]);
}
