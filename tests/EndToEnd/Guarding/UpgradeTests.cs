using System.Globalization;
using System.Net;
using ProcessProxy.EndToEnd.Replacing;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd.Guarding;

/// <summary>Another server takes over the sockets and the processes, and nobody notices.</summary>
public sealed class UpgradeTests
{
    private const int Upgrades = 20;
    private const string Web = "web: { command: \"sleep\", args: [\"1000\"] }";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = 300_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upgrades_under_load_refuse_nothing_and_break_nothing(bool hasGuardian)
    {
        await using var project = new Project { HasGuardian = hasGuardian };
        project.Configure(ReplacementTests.Web(1), "- process: web", "logging: { maxFiles: 1000 }");
        var server = await project.StartAsync();
        var web = await server.WaitForAsync("web", RunState.Running);
        var load = new Load(server.Proxy).Begin(gets: 2, posts: 1);
        var pids = new HashSet<int>();
        await using (load)
        {
            for (var number = 0; number < (hasGuardian ? Upgrades : 3); number++)
            {
                var before = load.Completed;
                var done = await server.Client.UpgradeAsync(Cancelled);
                Assert.True(pids.Add(done.Pid));
                Assert.Equal(done.Pid, (await server.Client.GetStatusAsync(Cancelled)).Pid);
                await Wait.Until(() => load.Completed > before + 20, "requests are answered");
            }
        }

        Assert.True(load.Failures.IsEmpty, $"{load.Restarted} told, {pids.Count} upgrades: {string.Join('\n', load.Failures)}");
        Assert.True(load.Restarted > 0, "No WebSocket was told.");
        var now = await server.Client.GetAsync("web", Cancelled);
        Assert.Equal((web.Pid, true, 0), (now.Pid, now.IsReconnected, now.RestartCount));
        var noted = ReplacementTests.Noted(project);
        Assert.Equal(load.Posted.Keys.Order(), noted.Order());
        FaultTable.Add(
            string.Create(CultureInfo.InvariantCulture, $"{pids.Count} upgrades under load {(hasGuardian ? "with" : "without")} a guardian"),
            $"{load.Completed} requests, none failed; {noted.Count} POSTs, none twice");
        await EndAsync(project, server, pids.Last());
    }

    [Theory(Timeout = 120_000)]
    [InlineData("exit 3", "ended")]
    [InlineData("exec sleep 1000", "30 seconds")]
    public async Task A_bad_executable_leaves_the_server_as_it_is(string script, string why)
    {
        await using var project = Guarded.Project().Configure(Web);
        var server = await project.StartAsync();
        var web = await server.WaitForAsync("web", RunState.Running);
        var pid = server.ServerPid();
        var answer = await UpgradeAsync(project, Script(project, script));
        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("was not replaced", answer.Errors, StringComparison.Ordinal);
        Assert.Contains(why, answer.Errors, StringComparison.Ordinal);
        Assert.Equal(pid, server.ServerPid());
        Assert.Equal((web.Pid, false), ((await server.Client.GetAsync("web", Cancelled)).Pid, (await server.Client.GetAsync("web", Cancelled)).IsReconnected));

        // The request was for that one time.
        Assert.NotEqual(pid, (await server.Client.UpgradeAsync(Cancelled)).Pid);
        Assert.Equal(0, await server.StopAsync());
    }

    [Theory(Timeout = 120_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_old_server_goes_on_when_the_new_one_dies_after_it_has_the_processes(bool hasGuardian)
    {
        await using var project = new Project { HasGuardian = hasGuardian }.Configure(Web);
        var server = await project.StartAsync();
        var web = await server.WaitForAsync("web", RunState.Running);
        var pid = hasGuardian ? server.ServerPid() : server.Pid;
        var answer = await UpgradeAsync(project, Script(project, $"PROCESSPROXY_FAILPOINT=adopt=kill exec {Builds.Server} \"$@\""));
        Assert.Equal(1, answer.ExitCode);
        Assert.Contains("was not replaced", answer.Errors, StringComparison.Ordinal);
        Assert.Equal(pid, (await server.Client.GetStatusAsync(Cancelled)).Pid);
        var now = await server.Client.GetAsync("web", Cancelled);
        Assert.Equal((web.Pid, RunState.Running), (now.Pid, now.State));
        await EndAsync(project, server, pid);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_configuration_that_is_broken_meanwhile_is_said_and_changes_nothing()
    {
        await using var project = Guarded.Project().Configure(Web);
        var server = await project.StartAsync();
        project.Write("config/processes.yaml", "processes:\n  web: { comand: sleep }\n");
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => server.Client.UpgradeAsync(Cancelled));
        Assert.Equal(ErrorCodes.UpgradeFailed, refused.Code);
        Assert.Contains("Unknown key 'comand'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(RunState.Running, (await server.Client.GetAsync("web", Cancelled)).State);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_changed_port_is_bound_before_the_old_one_is_closed()
    {
        await using var project = Guarded.Project();
        var backend = Ports.Free();
        var web = $"web: {{ command: \"{Builds.TestProcess}\", args: [\"serve\"], env: {{ PORT: \"{backend}\" }} }}";
        project.Configure(web, $"- {{ target: \"http://127.0.0.1:{backend}\", process: web }}");
        var server = await project.StartAsync();
        await server.WaitForAsync("web", RunState.Running);
        var port = Ports.Free();
        var file = project.File("config/proxy.yaml");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Cancelled)).Replace("\nport: 0\n", $"\nport: {port}\n", StringComparison.Ordinal), Cancelled);
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, port);
        taken.Start();
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => server.Client.UpgradeAsync(Cancelled));
        Assert.Contains($"port {port}: it is in use", refused.Message, StringComparison.Ordinal);
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(server.Proxy), Cancelled)).StatusCode);
        taken.Stop();

        await server.Client.UpgradeAsync(Cancelled);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri($"http://127.0.0.1:{port}"), Cancelled)).StatusCode);
        await Wait.Until(() => server.Output.Contains("has taken over", StringComparison.Ordinal) || server.Output.Contains("Replaced by", StringComparison.Ordinal), "the old one ends");
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task After_an_upgrade_a_killed_server_is_followed_by_one_of_the_new_executable()
    {
        await using var project = Guarded.Project().Configure(Web);
        var server = await project.StartAsync();
        var web = await server.WaitForAsync("web", RunState.Running);
        var executable = Script(project, $"echo new >> {project.File("starts")}; exec {Builds.Server} \"$@\"");
        Assert.Equal(0, (await UpgradeAsync(project, executable)).ExitCode);
        Machine.Signal((await server.Client.GetStatusAsync(Cancelled)).Pid, Machine.Kill);
        await Wait.Until(() => File.ReadAllLines(project.File("starts")).Length == 2, "the next one is started");
        Assert.Equal(web.Pid, (await server.WaitForAsync("web", RunState.Running)).Pid);
        Assert.Equal(0, await server.StopAsync());
    }

    [Fact(Timeout = 120_000)]
    public async Task A_stop_during_an_upgrade_stops_the_programs()
    {
        await using var project = Guarded.Project().Configure(Web);
        var server = await project.StartAsync();
        await server.WaitForAsync("web", RunState.Running);
        var upgrade = UpgradeAsync(project, Script(project, $"touch {project.File("begun")}; exec sleep 1000"));
        await Wait.Until(() => File.Exists(project.File("begun")), "the new one runs");
        Assert.Equal(0, await server.StopAsync());
        Assert.NotEqual(0, (await upgrade).ExitCode);
        Assert.Empty(project.InstancesOf("web"));
    }

    private static Task<ToolResult> UpgradeAsync(Project project, string executable) =>
        Tool.RunAsync(TimeSpan.FromSeconds(60), Builds.Server, project.Root, "upgrade", "--executable", executable, "--config", project.ConfigFile);

    /// <summary>Stops a server, whoever it is by now, and waits until no process of the project is left.</summary>
    private static async Task EndAsync(Project project, ServerUnderTest server, int pid)
    {
        Machine.Signal(project.HasGuardian ? server.Pid : pid, Machine.Term);
        await Wait.Until(() => !Machine.IsAlive(pid), "the server has ended");
        await Wait.Until(() => project.Processes.Count == 0, "nothing of it runs");
    }

    private static string Script(Project project, string text)
    {
        var path = project.File("next");
        File.WriteAllText(path, $"#!/bin/sh\n{text}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
