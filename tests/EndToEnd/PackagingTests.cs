using System.Diagnostics;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>As a service of systemd: the unit is valid, and what it relies on works.</summary>
public sealed class PackagingTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task The_unit_for_systemd_is_valid()
    {
        Assert.SkipWhen(Machine.Which("systemd-analyze") is null, "There is no systemd-analyze here.");
        await using var project = new Project();
        var unit = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "packaging/processproxy.service"), Cancelled);

        // The program is looked for by the check, and it is not installed here.
        project.Write("processproxy.service", unit.Replace("/opt/processproxy/processproxy", Builds.Server, StringComparison.Ordinal));
        Assert.Contains(Builds.Server, File.ReadAllText(project.File("processproxy.service")), StringComparison.Ordinal);
        project.Write("processproxy.socket", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "packaging/processproxy.socket"), Cancelled));
        var said = await Tool.RunAsync(
            "systemd-analyze", "/", "verify", "--man=no", "--generators=no", project.File("processproxy.service"), project.File("processproxy.socket"));
        Assert.DoesNotContain("processproxy.", said.Errors + said.Output, StringComparison.Ordinal);
        Assert.Equal(0, said.ExitCode);
    }

    [Theory(Timeout = 120_000)]
    [InlineData(Machine.Term)]
    [InlineData(Machine.Kill)]
    public async Task Programs_live_on_while_the_server_is_replaced_in_another_control_group(int signal)
    {
        Assert.SkipWhen(Cgroups.Own is null, "Control groups may not be made here.");
        var unit = Path.Combine(Cgroups.Own, $"e2e-{Guid.NewGuid():N}.service");
        var next = Path.Combine(Cgroups.Own, $"e2e-{Guid.NewGuid():N}.service");
        Directory.CreateDirectory(unit);
        Directory.CreateDirectory(next);
        try
        {
            await using var project = new Project();
            project.Configure("web: { command: \"sh\", args: [\"-c\", \"env -i sleep 1000 & exec sleep 1000\"], stopTimeout: 600000 }", settings: "onExit: detach");
            project.Wrapper = InGroup(unit);
            var first = await project.StartAsync();
            var web = await first.WaitForAsync("web", RunState.Running);
            var run = Assert.Single(Cgroups.RunsOf(project.File("pids"), unit));
            await Wait.Until(() => Cgroups.Members(run).Count == 2, "the program and what it started are in its group");
            var tree = Cgroups.Members(run);
            Assert.Contains(web.Pid!.Value, tree);
            Assert.Equal([first.Pid], Cgroups.Members(unit));

            // KillMode=process: the server alone is signalled.
            Machine.Signal(first.Pid, signal);
            await first.ExitedAsync();
            Assert.All(tree, pid => Assert.True(Machine.IsAlive(pid)));

            project.Wrapper = InGroup(next);
            var second = await project.StartAsync();
            var again = await second.WaitForAsync("web", RunState.Running);
            Assert.Equal((web.Pid, web.StartTime, true), (again.Pid, again.StartTime, again.IsReconnected));
            var before = Stopwatch.GetTimestamp();
            await second.Client.RestartAsync("web", Cancelled);
            Assert.All(tree, pid => Assert.False(Machine.IsAlive(pid)));
            Assert.InRange(Stopwatch.GetElapsedTime(before), TimeSpan.Zero, TimeSpan.FromSeconds(30));
            Assert.False(Directory.Exists(run));
            Assert.Single(Cgroups.RunsOf(project.File("pids"), next));
            await second.Client.StopAsync("web", Cancelled);
            Assert.Equal(0, await second.StopAsync());
            Assert.Empty(Directory.GetDirectories(unit));
            Assert.Empty(Directory.GetDirectories(next));
        }
        finally
        {
            Cgroups.End(unit);
            Cgroups.End(next);
        }
    }

    /// <summary>What systemd does for a service: its first process is in the service's group.</summary>
    private static string[] InGroup(string folder) => ["sh", "-c", "echo $$ > \"$0/cgroup.procs\" && exec \"$@\"", folder];
}
