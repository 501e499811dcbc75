using Xunit;

namespace ProcessProxy.FirstWeek;

/// <summary>What somebody reads who starts a server, and what ends it.</summary>
public sealed class StartingTests
{
    private const int HangUp = 1;
    private const int Quit = 3;
    private const string Web = "web: { command: \"sleep\", args: [\"1000\"] }";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task The_first_lines_say_what_to_open_and_what_does_not_run()
    {
        await using var project = new Project();
        project.Configure(
            Web + "\noff: { command: \"sleep\", enabled: false }\nnight: { command: \"sleep\", schedule: { cron: \"0 3 * * *\" } }",
            "- { path: \"/a\", target: \"http://127.0.0.1:9\", process: \"web\" }");
        var server = await project.StartAsync();
        await Wait.Until(() => server.Output.Contains("Ctrl+C", StringComparison.Ordinal), "the banner is there");
        var status = await server.Client.GetStatusAsync(Cancelled);
        var banner = server.Output[server.Output.IndexOf("ProcessProxy", StringComparison.Ordinal)..].Split('\n')[..9];
        Assert.Equal(
            [
                $"ProcessProxy {status.Version} is up (pid {server.Pid}).",
                $"  management  {server.Management}/ (dashboard)",
                $"  proxy       {status.Endpoints.Http}",
                $"  route       {status.Endpoints.Http}/a -> http://127.0.0.1:9 (web)",
                "  process     web: sleep",
                "  process     off: sleep (disabled)",
                "  process     night: sleep (job: 0 3 * * *)",
                $"  project     {project.Root}",
                "Ctrl+C stops the server and its programs. A second Ctrl+C does not wait for slow programs.",
            ],
            banner.Select(line => line.Replace("http://127.0.0.1:9/", "http://127.0.0.1:9", StringComparison.Ordinal)));
        Assert.DoesNotContain("control group", server.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_server_that_leaves_its_programs_running_says_so_at_both_ends()
    {
        await using var project = new Project();
        project.Configure(Web, settings: "onExit: detach");
        var server = await project.StartAsync();
        await Wait.Until(() => server.Output.Contains("Its programs keep running", StringComparison.Ordinal), "the banner says it");
        Assert.Equal(0, await server.StopAsync());
        Assert.EndsWith("Stopped. The programs keep running.\n", server.Output, StringComparison.Ordinal);
        Assert.Single(project.InstancesOf("web"));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_hang_up_reloads_also_under_nohup()
    {
        Assert.SkipWhen(Machine.Which("nohup") is null, "There is no nohup here.");
        await using var project = new Project { Wrapper = ["nohup"] };
        project.Configure(Web);
        var server = await project.StartAsync();
        project.Configure(Web + "\nmore: { command: \"sleep\", args: [\"1000\"] }");
        Machine.Signal(server.Pid, HangUp);
        await Wait.Until(() => project.InstancesOf("more").Count == 1, "the process that was added runs");
        Assert.Equal("started by a change of the configuration", (await server.Client.GetAsync("more", Cancelled)).Reason);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task The_signal_of_Ctrl_and_backslash_stops_in_order()
    {
        Assert.SkipWhen(Machine.Which("env") is null, "There is no env(1) to heed the signal with.");
        await using var project = new Project { Wrapper = ["env", "--default-signal=QUIT"] };
        project.Configure(Web);
        var server = await project.StartAsync();
        Machine.Signal(server.Pid, Quit);
        Assert.Equal(0, await server.ExitedAsync());
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_notify_socket_that_is_gone_keeps_nothing_from_starting_or_stopping()
    {
        await using var project = new Project();
        project.Environment["NOTIFY_SOCKET"] = project.File("gone.sock");
        project.Environment["WATCHDOG_USEC"] = "200000";
        project.Configure(Web);
        var server = await project.StartAsync();
        await Wait.Until(() => server.Output.Contains("The service manager could not be notified", StringComparison.Ordinal), "it is told");
        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(project.Processes);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(">&- 2>&-")]
    [InlineData("> /dev/full 2> /dev/full")]
    public async Task A_server_whose_output_goes_nowhere_works_and_stops_in_order(string redirection)
    {
        await using var project = new Project();
        project.Configure(Web);
        project.WriteProgram("run.sh", $"#!/bin/sh\nexec '{Builds.Server}' \"$@\" {redirection}\n");
        project.Program = project.File("run.sh");
        var server = project.Launch();
        await Wait.Until(async () => (await Tool.ServerAsync(project.Root, "status")).ExitCode == 0, "all is well");
        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = 120_000)]
    public async Task Why_a_server_does_not_start_is_on_standard_error_also_with_a_log_file()
    {
        await using var project = new Project();
        project.Configure("web: { comand: sleep }");
        var run = await Tool.ServerAsync(project.Root, "--log-file", "server.log");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Unknown key 'comand'. Did you mean 'command'?", run.Errors, StringComparison.Ordinal);
        Assert.Contains("Unknown key 'comand'", await File.ReadAllTextAsync(project.File("server.log"), Cancelled), StringComparison.Ordinal);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_log_that_is_followed_ends_with_a_sentence_when_its_server_is_killed()
    {
        await using var project = new Project();
        project.Configure("web: { command: \"sh\", args: [\"-c\", \"echo one; exec sleep 1000\"] }");
        var server = await project.StartAsync();
        await Wait.Until(() => project.Lines("logs/web.log").Length == 1, "web has written");
        var following = Shell.RunAsync(project.Root, "$P logs web -f | tee seen");
        await Wait.Until(() => project.Lines("seen").Length == 1, "the line is shown");
        await server.KillAsync();
        Assert.Equal("processproxy: The server has ended.\n", (await following).Errors);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_second_project_takes_another_management_port_and_a_configured_one_is_refused_in_a_sentence()
    {
        await using var first = new Project();
        first.Configure(Web);
        var server = await first.StartAsync();
        var port = new Uri(server.Management).Port;
        await using var second = new Project();
        second.Configure(Web);
        second.Write("config/proxy.yaml", $"host: 127.0.0.1\nport: 0\nprocessConfigFile: ./config/processes.yaml\nmanagement: {{ port: {port} }}\n");
        var refused = await Tool.ServerAsync(second.Root, "run");
        Assert.Equal(6, refused.ExitCode);
        Assert.Matches(
            $@"^processproxy: The management API cannot listen on 127\.0\.0\.1, port {port}: .+ \(pid {server.Pid}\) listens there\. Set management\.port to another port, or to 0 for a free one\.\n$",
            refused.Errors);
        Assert.Empty(second.Processes);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_program_gets_its_own_folder_as_PWD_and_nothing_that_is_meant_for_the_server()
    {
        await using var project = new Project();
        foreach (var name in new[] { "PROCESSPROXY_API_KEY", "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES", "OLDPWD" })
        {
            project.Environment[name] = "1";
        }

        project.Environment["PWD"] = "/nowhere";
        Directory.CreateDirectory(project.File("web"));
        project.Configure("web: { command: \"sleep\", args: [\"1000\"], cwd: \"./web\" }");
        await project.StartAsync();
        await Wait.Until(() => project.InstancesOf("web").Count == 1, "web runs");
        var environment = (await File.ReadAllTextAsync($"/proc/{project.InstancesOf("web")[0]}/environ", Cancelled)).Split('\0');
        Assert.Contains($"PWD={project.File("web")}", environment);
        Assert.DoesNotContain(environment, variable => variable.StartsWith("PROCESSPROXY_API_KEY=", StringComparison.Ordinal)
            || variable.StartsWith("LISTEN_", StringComparison.Ordinal) || variable.StartsWith("OLDPWD=", StringComparison.Ordinal));
    }
}
