using System.Net.Sockets;
using Xunit;

namespace ProcessProxy.EndToEnd.Guarding;

/// <summary>The guardian starts the server again when it dies, and is not noticed otherwise.</summary>
public sealed class GuardianTests
{
    private const int Interrupt = 2;
    private const int Quit = 3;
    private const string Web = "web: { command: \"sleep\", args: [\"1000\"] }";
    private static readonly HttpClient Http = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 90_000)]
    public async Task A_server_that_is_killed_is_replaced_on_the_same_addresses_and_its_programs_run_on()
    {
        await using var project = Guarded.Project();
        project.Configure(Web);
        var guardian = await project.StartAsync();
        var first = guardian.ServerPid();
        Assert.Equal(guardian.Pid, Machine.Parent(first));
        Assert.Equal(first, Machine.Group(first));
        Assert.Equal(Machine.Session(guardian.Pid), Machine.Session(first));
        Assert.Equal(first, (await guardian.Client.GetStatusAsync(Cancelled)).Pid);
        var web = await guardian.WaitForAsync("web", RunState.Running);

        var second = await guardian.KillServerAsync();
        var status = await guardian.Client.GetStatusAsync(Cancelled);
        Assert.Equal(second, status.Pid);
        Assert.Equal(guardian.Proxy, status.Endpoints.Http);
        Assert.Equal(guardian.Management, status.Endpoints.Management);
        Assert.Equal(web.Pid, (await guardian.WaitForAsync("web", RunState.Running)).Pid);
        await Wait.Until(() => guardian.Output.Contains("The server before this one has been ended by SIGKILL", StringComparison.Ordinal), "it is told");
        Assert.Equal(0, await guardian.StopAsync());
        Assert.Empty(project.Processes);
        Assert.Equal(["processproxy.lock"], Directory.GetFiles(project.File("pids")).Select(Path.GetFileName));
    }

    [Theory(Timeout = 90_000)]
    [InlineData(Machine.Term)]
    [InlineData(Interrupt)]
    [InlineData(Quit)]
    public async Task A_signal_reaches_the_server_once_whoever_got_it(int signal)
    {
        await using var project = Guarded.Project("env", "--default-signal=QUIT,INT,HUP");
        project.Configure("deaf: { command: \"sh\", args: [\"-c\", \"trap '' TERM; echo ready; while [ ! -e go ]; do sleep 0.02; done\"], restartOnExit: false, stopTimeout: 60000 }");
        foreach (var isServer in new[] { false, true })
        {
            File.Delete(project.File("go"));
            Directory.CreateDirectory(project.File("logs"));
            File.Delete(project.File("logs/deaf.log"));
            var guardian = await project.StartAsync();
            await Wait.Until(() => project.Lines("logs/deaf.log").Contains("ready"), "deaf is ready");
            Machine.Signal(isServer ? guardian.ServerPid() : guardian.Pid, signal);
            await Wait.Until(() => guardian.Output.Contains("being stopped", StringComparison.Ordinal), "the stop has begun");

            // A second signal would have killed it.
            project.Write("go", "");
            Assert.Equal(0, await guardian.ExitedAsync());
            Assert.Contains("stopped: stopped by the server's shutdown", guardian.Output, StringComparison.Ordinal);
            Assert.Empty(project.Processes);
        }
    }

    [Fact(Timeout = 90_000)]
    public async Task A_second_signal_to_the_guardian_waits_for_nobody()
    {
        await using var project = Guarded.Project();
        project.Configure("deaf: { command: \"sh\", args: [\"-c\", \"trap '' TERM; echo ready; while :; do sleep 0.1; done\"], stopTimeout: 600000 }");
        var guardian = await project.StartAsync();
        await Wait.Until(() => project.Lines("logs/deaf.log").Contains("ready"), "deaf is ready");
        Machine.Signal(guardian.Pid, Machine.Term);
        await Wait.Until(() => guardian.Output.Contains("being stopped", StringComparison.Ordinal), "the stop has begun");
        Machine.Signal(guardian.Pid, Machine.Term);
        Assert.Equal(0, await guardian.ExitedAsync());
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_hang_up_of_the_guardian_reloads_also_under_nohup()
    {
        await using var project = Guarded.Project("nohup");
        project.Configure(Web);
        var guardian = await project.StartAsync();
        project.Configure(Web + "\nmore: { command: \"sleep\", args: [\"1000\"] }");
        Machine.Signal(guardian.Pid, Machine.HangUp);
        await Wait.Until(() => project.InstancesOf("more").Count == 1, "the process that was added runs");
        Assert.Equal(0, await guardian.StopAsync());
    }

    [Fact(Timeout = 90_000)]
    public async Task A_server_that_was_told_to_stop_and_is_killed_is_not_started_again()
    {
        await using var project = Guarded.Project();
        project.Configure("deaf: { command: \"sh\", args: [\"-c\", \"trap '' TERM; echo ready; while :; do sleep 0.1; done\"], stopTimeout: 600000 }");
        var guardian = await project.StartAsync();
        await Wait.Until(() => project.Lines("logs/deaf.log").Contains("ready"), "deaf is ready");
        var server = guardian.ServerPid();
        Machine.Signal(server, Machine.Term);
        await Wait.Until(() => guardian.Output.Contains("being stopped", StringComparison.Ordinal), "the stop has begun");

        // Nobody waits for an answer that does not come.
        using var client = new TcpClient();
        var refused = await Assert.ThrowsAsync<SocketException>(async () => await client.ConnectAsync(new Uri(guardian.Proxy).Host, new Uri(guardian.Proxy).Port, Cancelled));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        Machine.Signal(server, Machine.Kill);
        Assert.Equal(128 + Machine.Kill, await guardian.ExitedAsync());
    }

    [Fact(Timeout = 90_000)]
    public async Task What_keeps_the_first_server_from_starting_is_the_exit_code_of_the_guardian()
    {
        await using var project = Guarded.Project();
        project.Configure(Web);
        var first = await project.StartAsync();
        var second = await Tool.ServerAsync("/", "--config", project.ConfigFile);
        Assert.Equal((3, ""), (second.ExitCode, second.Output));
        Assert.Contains($"{first.ServerPid()}", second.Errors, StringComparison.Ordinal);
        Assert.Equal(0, await first.StopAsync());

        project.Write("config/proxy.yaml", "prot: 0\n");
        Assert.Equal(2, (await Tool.ServerAsync("/", "--config", project.ConfigFile)).ExitCode);
        using var taken = new TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        project.Write("config/proxy.yaml", $"host: 127.0.0.1\nport: {((System.Net.IPEndPoint)taken.LocalEndpoint).Port}\nmanagement: {{ port: 0 }}\n");
        Assert.Equal(6, (await Tool.ServerAsync("/", "--config", project.ConfigFile)).ExitCode);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_server_that_never_was_up_is_not_started_again()
    {
        await using var project = Guarded.Project();

        // Where the state should be there is something else.
        Assert.Equal(0, (await Tool.RunAsync("mkfifo", project.Root, project.File("pids"))).ExitCode);
        project.Configure(Web);
        var guardian = project.Launch();
        Assert.Equal(1, await guardian.ExitedAsync());
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_file_that_was_broken_meanwhile_does_not_keep_the_next_server_from_starting()
    {
        await using var project = Guarded.Project();
        project.Configure(Web + "\nother: { command: \"sleep\", args: [\"1000\"] }");
        var guardian = await project.StartAsync();
        var web = await guardian.WaitForAsync("web", RunState.Running);
        project.Configure(Web);
        await guardian.Client.ReloadAsync(Cancelled);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(project.File("pids/processproxy.configuration")));

        project.Write("config/processes.yaml", "processes: [");
        await guardian.KillServerAsync();
        await Wait.Until(() => guardian.Output.Contains("starts with the last valid one", StringComparison.Ordinal), "it is told");
        await Wait.Until(() => guardian.Output.Contains("processes.yaml(2,1): error", StringComparison.Ordinal), "why is told");
        var status = await guardian.Client.GetStatusAsync(Cancelled);
        Assert.Equal((ConfigurationState.Invalid, 1), (status.Configuration!.State, status.Processes.Total));
        Assert.Equal(web.Pid, (await guardian.WaitForAsync("web", RunState.Running)).Pid);

        // Also the one after that, and a file that is valid again is applied.
        await guardian.KillServerAsync();
        Assert.Equal(web.Pid, (await guardian.WaitForAsync("web", RunState.Running)).Pid);
        project.Configure(Web + "\nmore: { command: \"sleep\", args: [\"1000\"] }");
        await guardian.Client.ReloadAsync(Cancelled);
        Assert.Equal(2, (await guardian.Client.GetStatusAsync(Cancelled)).Processes.Total);
        Assert.Equal(0, await guardian.StopAsync());
    }

    [Fact(Timeout = 90_000)]
    public async Task The_death_of_the_guardian_does_not_harm_the_server()
    {
        await using var project = Guarded.Project();
        project.Configure(Web);
        var guardian = await project.StartAsync();
        var server = guardian.ServerPid();
        Machine.Signal(guardian.Pid, Machine.Kill);
        await Wait.Until(() => !Machine.IsAlive(guardian.Pid), "the guardian is dead");
        Assert.Equal(server, (await guardian.Client.GetStatusAsync(Cancelled)).Pid);
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await Http.GetAsync(guardian.Proxy, Cancelled)).StatusCode);
        await guardian.Client.ReloadAsync(Cancelled);
        Machine.Signal(server, Machine.Term);
        await Wait.Until(() => project.Processes.Count == 0, "the server and its programs have ended");
        Assert.Contains("Stopped.", guardian.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_program_has_nothing_of_the_guardian()
    {
        await using var project = Guarded.Project();
        project.Configure("web: { command: \"sh\", args: [\"-c\", \"ls -l /proc/self/fd; exec sleep 1000\"] }");
        var guardian = await project.StartAsync();
        var second = await guardian.KillServerAsync();
        await guardian.Client.RestartAsync("web", Cancelled);
        var web = Assert.Single(project.InstancesOf("web"));
        Assert.DoesNotContain("PROCESSPROXY_GUARDIAN", await File.ReadAllTextAsync($"/proc/{web}/environ", Cancelled), StringComparison.Ordinal);
        Assert.DoesNotContain(Machine.OpenFiles(web), file => file.StartsWith("socket:", StringComparison.Ordinal));

        // The server has each socket once: three at most, and the channel.
        var sockets = Machine.OpenFiles(second).Where(file => file.StartsWith("socket:", StringComparison.Ordinal)).ToList();
        Assert.Equal(sockets.Distinct().Count(), sockets.Count);
        Assert.Equal(3, Machine.OpenFiles(guardian.Pid).Count(file => file.StartsWith("socket:", StringComparison.Ordinal)));
    }

    [Fact(Timeout = 90_000)]
    public async Task The_guardian_of_a_container_collects_orphans_and_keeps_the_container_alive()
    {
        Assert.SkipWhen(Machine.Which("unshare") is null, "There is no unshare(1) here.");
        Assert.SkipWhen((await Tool.RunAsync("unshare", "/", "--pid", "--fork", "--mount-proc", "true")).ExitCode != 0, "This user may not create a pid namespace.");
        await using var project = Guarded.Project("unshare", "--pid", "--fork", "--mount-proc", "--kill-child");

        // The inner shell is left behind by the outer one, and so belongs to pid 1 when it ends.
        project.Configure("web: { command: \"sh\", args: [\"-c\", \"while :; do (sh -c 'exit 0' & ) ; sleep 0.05; done\"] }");
        var outside = await project.StartAsync();
        var init = project.Processes.Single(pid => Machine.Parent(pid) == outside.Pid);
        Machine.Signal(Guarded.ServerOf(init), Machine.Kill);
        await Wait.Until(() => outside.Output.Contains("this one takes its place", StringComparison.Ordinal), "there is another server");
        Assert.Equal("web", (await outside.WaitForAsync("web", RunState.Running)).Id);
        await Wait.Until(() => Zombies(init) == 0, "orphans are collected");
        Machine.Signal(init, Machine.Term);
        Assert.Equal(0, await outside.ExitedAsync());
    }

    [Fact(Timeout = 90_000)]
    public async Task Ctrl_C_in_a_terminal_stops_the_server_in_order()
    {
        Assert.SkipWhen(Machine.Which("script") is null, "There is no script(1) to give the server a terminal.");
        await using var project = Guarded.Project();
        project.Configure(Web);
        project.WriteProgram("terminal.sh", $"#!/bin/sh\n(while [ ! -e stop ]; do sleep 0.05; done; printf '\\003'; sleep 20) | script --quiet --return --command 'exec {Builds.Server} --config {project.ConfigFile}' /dev/null\n");
        project.WriteProgram("run.sh", $"#!/bin/sh\ncd '{project.Root}' && exec ./terminal.sh\n");
        project.Program = project.File("run.sh");
        var terminal = project.Launch();
        await Wait.Until(() => project.InstancesOf("web").Count == 1 && terminal.Output.Contains("Ctrl+C", StringComparison.Ordinal), "the server is up, and says so to the terminal");
        project.Write("stop", "");
        await Wait.Until(() => terminal.Output.Contains("Stopped.", StringComparison.Ordinal), "the server has stopped in order");
        await Wait.Until(() => project.InstancesOf("web").Count == 0, "all have ended");
    }

    private static int Zombies(int parent) => Machine.Pids().Count(pid => Machine.State(pid) == 'Z' && Machine.Parent(pid) == parent);

}
