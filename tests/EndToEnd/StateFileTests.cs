using System.Text.Json.Nodes;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>State files may be damaged or tell of others; then nothing is started twice and nobody else is touched.</summary>
public sealed class StateFileTests
{
    private static readonly Dictionary<string, Action<string>> Damages = new()
    {
        ["truncated"] = file => File.WriteAllText(file, File.ReadAllText(file)[..^20]),
        ["empty"] = file => File.WriteAllText(file, ""),
        ["wrongversion"] = file => Change(file, json => json["version"] = 99),
        ["wrongtype"] = file => Change(file, json => json["failures"] = "many"),
        ["huge"] = file => File.WriteAllText(file, new string(' ', 1_000_000) + File.ReadAllText(file)),
        ["binary"] = file => File.WriteAllBytes(file, [0xFF, 0xFE, 0, 1, 2, 3]),
        ["gone"] = File.Delete,
        ["folder"] = file => { File.Delete(file); Directory.CreateDirectory(file); },
        ["link"] = file => { File.Move(file, file + ".real"); File.CreateSymbolicLink(file, file + ".real"); },
        ["markless"] = file => Change(file, json => json["identity"]!.AsObject().Remove("mark")),
        ["otherboot"] = file => Change(file, json => json["bootId"] = "00000000-0000-0000-0000-000000000000"),
    };

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_damaged_state_file_doubles_nothing_the_running_process_is_found_by_its_log()
    {
        await using var project = new Project();
        project.Configure(string.Join('\n', Damages.Keys.Select(id => $"{id}: {{ command: \"sleep\", args: [\"1000\"] }}")));
        var first = await project.StartAsync();
        var before = (await first.Client.ListAsync(Cancelled)).ToDictionary(info => info.Id, info => info.Pid);
        Assert.All(before.Values, pid => Assert.NotNull(pid));
        await first.KillAsync();
        foreach (var (id, damage) in Damages)
        {
            damage(project.File($"pids/{id}.state"));
        }

        project.Write("pids/.state", "{}").Write("pids/unrelated.state", "{}");
        var second = await project.StartAsync();
        foreach (var id in Damages.Keys)
        {
            var after = await second.WaitForAsync(id, RunState.Running);
            Assert.Equal(before[id], after.Pid);
            Assert.Equal([after.Pid!.Value], project.InstancesOf(id));
            Assert.True(after.IsReconnected);
        }

        Assert.Contains("truncated: the state file", second.Output, StringComparison.Ordinal);
        Assert.Equal(0, await second.StopAsync());
        Assert.Empty(project.Processes);
        Assert.True(File.Exists(project.File("pids/unrelated.state")));
        FaultTable.Add("state file truncated, empty, of another type, size, version or boot, replaced by a folder or link, gone", $"{Damages.Count} kinds: each running process found by its log, same pid, 0 doubled");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_state_file_that_names_a_stranger_neither_adopts_nor_signals_him()
    {
        await using var project = new Project();
        using var stranger = await Stranger.StartAsync(project);
        var lies = new Dictionary<string, Action<JsonNode>>
        {
            ["reused"] = identity => identity["pid"] = stranger.Pid,
            ["sametick"] = identity =>
            {
                identity["pid"] = stranger.Pid;
                identity["startTicks"] = Machine.StartTicks(stranger.Pid);
            },
            ["init"] = identity => identity["pid"] = 1,
            ["zero"] = identity => identity["pid"] = 0,
            ["minus"] = identity => identity["pid"] = -1,
            ["self"] = identity => identity["pid"] = Environment.ProcessId,
        };
        project.Configure(string.Join('\n', lies.Keys.Select(id => $"{id}: {{ command: \"sleep\", args: [\"1000\"], restartDelay: 10 }}")));
        var first = await project.StartAsync();
        await first.WaitForAsync("reused", RunState.Running);
        await first.KillAsync();
        foreach (var (id, lie) in lies)
        {
            Machine.Signal(Assert.Single(project.InstancesOf(id)), Machine.Kill);
            Change(project.File($"pids/{id}.state"), json => lie(json["identity"]!));
            project.Write($"pids/{id}.pid", $"{stranger.Pid}\n");
        }

        await Wait.Until(() => project.Processes.Count == 0, "nothing of the project is alive");
        var second = await project.StartAsync();
        foreach (var id in lies.Keys)
        {
            var info = await second.WaitForAsync(id, RunState.Running);
            Assert.Equal([info.Pid!.Value], project.InstancesOf(id));
            Assert.NotEqual(stranger.Pid, info.Pid);
            Assert.False(info.IsReconnected);
        }

        Assert.Equal(0, await second.StopAsync());
        Assert.True(stranger.IsUntouched);
        FaultTable.Add("state and PID file name a stranger, init, 0, -1 or us", $"{lies.Count} lies: nobody adopted, nobody signaled");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_does_not_start_on_state_that_everybody_may_write_and_says_what_to_do()
    {
        await using var project = new Project();
        project.Configure("web: { command: \"sleep\", args: [\"1000\"] }");
        var first = await project.StartAsync();
        var before = await first.WaitForAsync("web", RunState.Running);
        await first.KillAsync();
        var mode = File.GetUnixFileMode(project.File("pids"));
        File.SetUnixFileMode(project.File("pids"), mode | UnixFileMode.OtherWrite);
        var refused = project.Launch();
        Assert.Equal(1, await refused.ExitedAsync());
        Assert.Contains("is writable by everybody", refused.Output, StringComparison.Ordinal);
        Assert.Contains("chmod o-w", refused.Output, StringComparison.Ordinal);
        File.SetUnixFileMode(project.File("pids"), mode);
        var third = await project.StartAsync();
        Assert.Equal(before.Pid, (await third.WaitForAsync("web", RunState.Running)).Pid);
        Assert.Single(project.InstancesOf("web"));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_copy_of_a_state_file_does_not_end_the_process_it_was_copied_from()
    {
        await using var project = new Project();
        project.Configure("web: { command: \"sleep\", args: [\"1000\"] }\nother: { command: \"sleep\", args: [\"1000\"] }");
        var first = await project.StartAsync();
        var before = await first.WaitForAsync("web", RunState.Running);
        await first.WaitForAsync("other", RunState.Running);
        await first.KillAsync();
        File.Copy(project.File("pids/web.state"), project.File("pids/web.backup.state"));
        File.Copy(project.File("pids/web.state"), project.File("pids/other.state"), overwrite: true);

        var second = await project.StartAsync();
        var after = await second.WaitForAsync("web", RunState.Running);
        Assert.Equal((before.Pid, before.StartTime), (after.Pid, after.StartTime));
        var other = await second.WaitForAsync("other", RunState.Running);
        Assert.Equal([other.Pid!.Value], project.InstancesOf("other"));
        Assert.NotEqual(after.Pid, other.Pid);
        Assert.Contains("web.backup: the state file", second.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_state_file_that_names_a_process_without_our_mark_has_nobody_ended()
    {
        await using var project = new Project();
        using var stranger = await Stranger.StartAsync(project);
        project.Configure("web: { command: \"sleep\", args: [\"1000\"] }");
        var first = await project.StartAsync();
        await first.WaitForAsync("web", RunState.Running);
        await first.KillAsync();
        var forged = JsonNode.Parse(await File.ReadAllTextAsync(project.File("pids/web.state"), Cancelled))!;
        forged["mark"] = "evil/1";
        forged["identity"]!["mark"] = "evil/1";
        forged["identity"]!["pid"] = stranger.Pid;
        forged["identity"]!["startTicks"] = Machine.StartTicks(stranger.Pid);
        forged["identity"]!["inode"] = 0;
        forged["identity"]!["controlGroup"] = null;
        project.Write("pids/evil.state", forged.ToJsonString());

        var second = await project.StartAsync();
        await second.WaitForAsync("web", RunState.Running);
        Assert.True(stranger.IsUntouched);
        Assert.Contains($"Process {stranger.Pid} began when the last run did, but carries no mark of it", second.Output, StringComparison.Ordinal);
        FaultTable.Add("a forged state file of a process that is not configured names a stranger by number and start", $"not touched, and the log says why");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_running_program_whose_state_the_first_version_wrote_is_reconnected_to_and_not_restarted()
    {
        await using var project = new Project();
        project.Configure("web: { command: \"sleep\", args: [\"1000\"] }");
        var first = await project.StartAsync();
        var before = await first.WaitForAsync("web", RunState.Running);
        await first.KillAsync();
        File.Move(project.File("pids/web.state"), project.File("pids/web.json"));
        Change(project.File("pids/web.json"), json => json["launch"] = FirstDigest(before));
        File.SetUnixFileMode(project.File("pids/web.json"), (UnixFileMode)0b110_100_100);

        var second = await project.StartAsync();
        var after = await second.WaitForAsync("web", RunState.Running);
        Assert.Equal((before.Pid, before.StartTime, true), (after.Pid, after.StartTime, after.IsReconnected));
        Assert.False(File.Exists(project.File("pids/web.json")));
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(project.File("pids/web.state")));
        Assert.NotEqual(FirstDigest(before), (string?)JsonNode.Parse(await File.ReadAllTextAsync(project.File("pids/web.state"), Cancelled))!["launch"]);
    }

    /// <summary>What the first version took for the sum of a launch without environment.</summary>
    private static string FirstDigest(ProcessInfo info)
    {
        string[] values = [info.Command, info.Cwd, info.PidFile!, info.LogFile!, "merged", "kept", $"{info.Args.Count}", .. info.Args];
        var text = string.Concat(values.Select(value => $"{value.Length}:{value}\n"));
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
    }

    private static void Change(string file, Action<JsonNode> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(file))!;
        change(json);
        File.WriteAllText(file, json.ToJsonString());
    }
}
