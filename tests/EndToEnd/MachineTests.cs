using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>Machines that are not as one would wish: no rights, few descriptors, no init.</summary>
public sealed class MachineTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task An_ordinary_user_can_do_all_of_it()
    {
        await using var project = new Project();
        project.Write("chatty.sh", "i=0\nwhile [ $i -lt 400 ]; do i=$((i + 1)); echo line $i; done\necho up\nexec sleep 1000\n").Configure(
            "web: { command: \"sh\", args: [\"chatty.sh\"] }\nquiet: { command: \"sleep\", args: [\"1000\"] }", settings: "logging: { maxSize: 1KB }");
        await Privileges.RunAsAsync(project, Privileges.Nobody);
        var first = await project.StartAsync();
        Assert.Contains("by its session and the mark", first.Output, StringComparison.Ordinal);
        var before = await first.WaitForAsync("web", RunState.Running);
        await Wait.Until(() => project.Lines("logs/web.log").Contains("up"), "web is up");
        Assert.Equal($"Uid:\t{Privileges.Nobody}", Machine.StatusOf(before.Pid!.Value, "Uid:")[..10]);
        await first.KillAsync();

        var second = await project.StartAsync();
        var after = await second.WaitForAsync("web", RunState.Running);
        Assert.Equal((before.Pid, before.StartTime, true), (after.Pid, after.StartTime, after.IsReconnected));
        var page = await second.Client.ReadLogAsync("web", new LogQuery(2), Cancelled);
        Assert.Equal(["line 400", "up"], page.Logs.Select(line => line.Line));

        await second.Client.StopAsync("web", Cancelled);
        Assert.Empty(project.InstancesOf("web"));
        await second.Client.StartAsync("web", Cancelled);
        Assert.True(File.Exists(project.File("logs/web.log.1")), "The log was not rotated before the start.");
        Assert.Single(project.InstancesOf("web"));
        Assert.Equal(0, await second.StopAsync());
        Assert.Empty(project.Processes);
    }

    [Fact(Timeout = 120_000)]
    public async Task What_a_stop_could_not_end_is_named_in_its_answer_and_adopted_by_the_next_server()
    {
        await using var project = new Project();
        project.Configure("rock: { command: \"./rock\", args: [\"--reuid=0\", \"--regid=0\", \"--clear-groups\", \"--\", \"sleep\", \"1000\"], stopTimeout: 200, restartDelay: 50 }\nother: { command: \"sleep\", args: [\"1000\"] }");
        await MakeRockAsync(project);
        var first = await project.StartAsync();
        var rock = (await first.WaitForAsync("rock", RunState.Running)).Pid!.Value;
        await IsRootAsync(rock);
        await first.KillAsync();

        var second = await project.StartAsync();
        Assert.Equal(rock, (await second.WaitForAsync("rock", RunState.Running)).Pid);
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => second.Client.StopAsync("rock", Cancelled));
        Assert.Equal(ErrorCodes.Conflict, refused.Code);
        Assert.Contains($"sleep ({rock})", refused.Message, StringComparison.Ordinal);
        Assert.Equal(RunState.Failed, (await second.Client.GetAsync("rock", Cancelled)).State);

        // A start beside it would make two; it is reconnected to instead.
        Assert.Equal(rock, (await second.Client.StartAsync("rock", Cancelled)).Pid);
        Assert.Equal([rock], project.InstancesOf("rock"));
        await Assert.ThrowsAsync<ProcessProxyException>(() => second.Client.StopAsync("rock", Cancelled));
        FaultTable.Add("a program that the server may not signal", $"stop answers 409 and names it; 1 instance before and after a kill -9 of the server");

        Machine.Signal(rock, Machine.Kill);
        await Wait.Until(() => Machine.State(rock) is null, "nothing of it is left, no zombie either");
        Assert.Equal(RunState.Running, (await second.Client.StartAsync("rock", Cancelled)).State);
        Assert.Equal(RunState.Running, (await second.Client.GetAsync("other", Cancelled)).State);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_program_that_could_not_be_ended_is_no_zombie_when_it_ends_later()
    {
        await using var project = new Project();
        project.Configure("rock: { command: \"./rock\", args: [\"--reuid=0\", \"--regid=0\", \"--clear-groups\", \"--\", \"sleep\", \"1000\"], stopTimeout: 100 }");
        await MakeRockAsync(project);
        var server = await project.StartAsync();
        var rock = (await server.WaitForAsync("rock", RunState.Running)).Pid!.Value;
        await IsRootAsync(rock);
        await Assert.ThrowsAsync<ProcessProxyException>(() => server.Client.StopAsync("rock", Cancelled));
        Assert.Equal(server.Pid, Machine.Parent(rock));
        Machine.Signal(rock, Machine.Kill);
        await Wait.Until(() => Machine.State(rock) is null, "its parent, the server, has taken its exit status");
    }

    [Fact(Timeout = 120_000)]
    public async Task What_survives_of_a_process_taken_out_of_the_configuration_is_named_and_not_forgotten()
    {
        await using var project = new Project();
        project.Configure("rock: { command: \"./rock\", args: [\"--reuid=0\", \"--regid=0\", \"--clear-groups\", \"--\", \"sleep\", \"1000\"], stopTimeout: 100 }");
        await MakeRockAsync(project);
        var first = await project.StartAsync();
        var rock = (await first.WaitForAsync("rock", RunState.Running)).Pid!.Value;
        await IsRootAsync(rock);
        await first.KillAsync();
        project.Configure("web: { command: \"sleep\", args: [\"1000\"] }");

        var second = await project.StartAsync();
        await second.WaitForAsync("web", RunState.Running);
        Assert.Contains($"rock: is no longer configured and could not be ended; still running: sleep ({rock})", second.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(project.File("pids/rock.state")));
        Assert.Equal(0, await second.StopAsync());

        Machine.Signal(rock, Machine.Kill);
        await Wait.Until(() => !Machine.IsAlive(rock), "it has ended");
        await project.StartAsync();
        Assert.False(File.Exists(project.File("pids/rock.state")));
    }

    [Fact(Timeout = 120_000)]
    public async Task As_pid_1_exits_are_seen_as_they_were_and_orphans_do_not_pile_up()
    {
        Assert.SkipWhen(Environment.UserName != "root" || Machine.Which("unshare") is null, "Only root can make a pid namespace.");
        Assert.SkipWhen((await Tool.RunAsync("unshare", "/", "-pf", "--mount-proc", "true")).ExitCode != 0, "No pid namespace can be made here.");
        await using var project = new Project();
        project.Write("orphans.sh", """
            for i in 1 2 3 4 5 6 7 8; do
                (sleep 0.1 &)
                setsid sh -c 'sleep 0.1 &'
            done
            echo left
            exec sleep 1000
            """).Configure("""
            seven: { command: "sh", args: ["-c", "exit 7"], restartOnExit: false }
            signalled: { command: "sh", args: ["-c", "kill -USR1 $$"], restartOnExit: false }
            orphans: { command: "sh", args: ["orphans.sh"] }
            """);
        project.Wrapper = ["unshare", "--pid", "--fork", "--mount-proc", "--kill-child"];
        var unshare = await project.StartAsync();
        var server = Machine.Pids().Single(pid => Machine.Parent(pid) == unshare.Pid);
        Assert.Contains("is up (pid 1)", unshare.Output, StringComparison.Ordinal);

        var seven = await unshare.WaitForAsync("seven", info => info.LastExit is not null, "has ended");
        var signalled = await unshare.WaitForAsync("signalled", info => info.LastExit is not null, "has ended");
        Assert.Equal((7, (string?)null), (seven.LastExit!.Code, seven.LastExit.Signal));
        Assert.Equal(((int?)null, "SIGUSR1"), (signalled.LastExit!.Code, signalled.LastExit.Signal));
        await Wait.Until(() => project.Lines("logs/orphans.log").Contains("left"), "orphans have been made");
        await Wait.Until(() => Machine.Pids().Count(pid => Machine.Parent(pid) == server) == 1, "nothing but the one program is left of the server's children");

        await unshare.Client.StopAsync("orphans", Cancelled);
        Assert.Empty(project.InstancesOf("orphans"));
        Machine.Signal(server, Machine.Term);
        Assert.Equal(0, await unshare.ExitedAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_server_without_descriptors_says_so_and_goes_on_when_it_has_some()
    {
        Assert.SkipWhen(Machine.Which("prlimit") is null, "There is no prlimit here.");
        await using var project = new Project();
        project.Configure("good: { command: \"sleep\", args: [\"1000\"] }\nlater: { command: \"sleep\", args: [\"1000\"], enabled: false, maxRestarts: 0 }");
        var server = await project.StartAsync();
        var good = (await server.WaitForAsync("good", RunState.Running)).Pid!.Value;

        // The connection is open; what a launch needs besides is not to be had.
        await LimitAsync(project, server.Pid, "--nofile", $"{Machine.OpenFiles(server.Pid).Count}");
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => server.Client.StartAsync("later", Cancelled));
        Assert.Equal(ErrorCodes.LaunchFailed, refused.Code);
        Assert.Contains("oo many open files", refused.Message, StringComparison.Ordinal);
        Assert.Empty(project.InstancesOf("later"));
        Assert.True(Machine.IsAlive(good));

        await LimitAsync(project, server.Pid, "--nofile", "4096");
        Assert.Equal(RunState.Running, (await server.Client.StartAsync("later", Cancelled)).State);
        Assert.Equal((RunState.Running, good, 0), await StateOf(server, "good"));
        FaultTable.Add("too many files", $"422 with the reason, the others unaffected, started at once when there were some");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_server_without_descriptors_holds_it_against_no_program()
    {
        Assert.SkipWhen(Machine.Which("prlimit") is null, "There is no prlimit here.");
        await using var project = new Project();
        await using var endpoint = new HealthEndpoint();
        project.Configure(
            $$"""
            probed: { command: "sleep", args: ["1000"], maxRestarts: 0, healthCheck: { enabled: true, path: "{{endpoint.Url}}", interval: 100, retries: 2 } }
            crashed: { command: "sleep", args: ["1000"], restartDelay: 100, maxRestarts: 2 }
            """);
        var server = await project.StartAsync();
        var probed = await server.WaitForAsync("probed", info => info.Health == HealthState.Healthy, "is healthy");
        var crashed = await server.WaitForAsync("crashed", RunState.Running);

        // Far fewer than there are: whatever is given back meanwhile, nothing can be opened.
        await LimitAsync(project, server.Pid, "--nofile", $"{Machine.OpenFiles(server.Pid).Count / 2}");
        await Wait.Until(() => server.Output.Contains("probed: cannot be probed", StringComparison.Ordinal), "a probe cannot be made");
        Machine.Signal(crashed.Pid!.Value, Machine.Kill);
        await Wait.Until(
            () => server.Output.Split('\n').Any(line => line.Contains("crashed: ", StringComparison.Ordinal) && line.Contains("oo many open files", StringComparison.Ordinal)),
            "it could not be launched");

        await LimitAsync(project, server.Pid, "--nofile", "4096");
        await server.WaitForAsync("crashed", RunState.Running);
        var asked = endpoint.Asked;
        await Wait.Until(() => endpoint.Asked > asked + 2, "it is probed again");
        Assert.Equal((RunState.Running, probed.Pid!.Value, 0), await StateOf(server, "probed"));
        Assert.Equal(HealthState.Healthy, (await server.Client.GetAsync("probed", Cancelled)).Health);
        FaultTable.Add("no descriptors for probes and restarts", $"no verdict on any program; launched when there were some");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_user_who_may_have_no_more_processes_is_told_so()
    {
        Assert.SkipWhen(Machine.Which("prlimit") is null, "There is no prlimit here.");
        await using var project = new Project();
        project.Configure("good: { command: \"sleep\", args: [\"1000\"] }\nlater: { command: \"sleep\", args: [\"1000\"], enabled: false, maxRestarts: 0 }");
        await Privileges.RunAsAsync(project, Privileges.SomebodyElse);
        var server = await project.StartAsync();
        var good = (await server.WaitForAsync("good", RunState.Running)).Pid!.Value;
        await LimitAsync(project, server.Pid, "--nproc", "1");
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => server.Client.StartAsync("later", Cancelled));
        Assert.Equal(ErrorCodes.LaunchFailed, refused.Code);
        Assert.Contains("too many processes", refused.Message, StringComparison.Ordinal);
        Assert.Equal((RunState.Running, good, 0), await StateOf(server, "good"));

        await LimitAsync(project, server.Pid, "--nproc", "4096");
        Assert.Equal(RunState.Running, (await server.Client.StartAsync("later", Cancelled)).State);
        FaultTable.Add("too many processes", $"422 with the reason, the others unaffected, started at once when there was room");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_may_open_too_few_files_to_run_at_all_says_so()
    {
        Assert.SkipWhen(Machine.Which("prlimit") is null, "There is no prlimit here.");
        await using var project = new Project();
        project.Configure("web: { command: \"sleep\", args: [\"1000\"] }");
        var said = await Tool.RunAsync("prlimit", "/", "--nofile=64:64", Builds.Server, "--config", project.ConfigFile);
        Assert.Equal(1, said.ExitCode);
        Assert.StartsWith("processproxy: This process can open 64 files", said.Errors, StringComparison.Ordinal);
        Assert.Empty(project.Processes);
    }

    private static async Task<(RunState State, int Pid, int Restarts)> StateOf(ServerUnderTest server, string id)
    {
        var info = await server.Client.GetAsync(id, Cancelled);
        return (info.State, info.Pid ?? 0, info.RestartCount);
    }

    /// <summary>Sets a soft limit of a server, as its own user.</summary>
    private static async Task LimitAsync(Project project, int pid, string what, string soft)
    {
        string[] command = [.. project.Wrapper, "prlimit", $"--pid={pid}", $"{what}={soft}:"];
        var set = await Tool.RunAsync(command[0], "/", command[1..]);
        Assert.True(set.ExitCode == 0, set.Errors);
    }

    /// <summary>
    /// Has the server run as an ordinary user, and makes a program that becomes root in every respect: whose real user is
    /// still the server's, as with any setuid program, could be signalled.
    /// </summary>
    private static async Task MakeRockAsync(Project project)
    {
        await Privileges.RunAsAsync(project, Privileges.Nobody);
        File.Copy(Machine.Which("setpriv")!, project.File("rock"));
        File.SetUnixFileMode(project.File("rock"), (UnixFileMode)Convert.ToInt32("4755", 8));
        string[] command = [.. project.Wrapper, project.File("rock"), "--reuid=0", "--regid=0", "--clear-groups", "--", "id", "-ru"];
        var who = await Tool.RunAsync(command[0], "/", command[1..]);
        Assert.SkipWhen(who.Output.Trim() != "0", $"Programs cannot be setuid here: {who.Errors}");
    }

    private static Task IsRootAsync(int pid) =>
        Wait.Until(() => Machine.StatusOf(pid, "Uid:") == "Uid:\t0\t0\t0\t0" && Machine.StatusOf(pid, "Name:") == "Name:\tsleep", "the program is root's");
}
