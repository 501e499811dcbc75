using System.Net;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>A reload does what the files say and nothing else.</summary>
public sealed class ReloadTests
{
    private const string Web = "web:\n  command: \"sleep\"\n  args: [\"1000\"]\n  env:\n    A: \"1\"\n    B: \"2\"\n";
    private const string Other = "other:\n  command: \"sleep\"\n  args: [\"1000\"]\n";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task What_means_the_same_changes_nothing()
    {
        await using var project = new Project();
        project.Configure(Web + Other);
        var server = await project.StartAsync();
        var before = await PidsAsync(server);
        foreach (var same in new[]
        {
            Web + Other,
            "# a comment\n" + Web + "# another\n" + Other,
            Other + Web,
            Other + "web: { env: { B: '2', A: '1' }, args: ['1000'], command: sleep, restartDelay: 2000, enabled: true }",
        })
        {
            project.Configure(same);
            Assert.All(await server.Client.ReloadAsync(Cancelled), action => Assert.Equal(ReloadActionKind.None, action.Action));
            Assert.Equal(before, await PidsAsync(server));
        }

        Assert.Equal([before["web"]!.Value], project.InstancesOf("web"));
        FaultTable.Add("reload: the same, with a comment, in another order, in another style", $"0 of {before.Count} processes touched, 4 times");
    }

    [Fact(Timeout = 60_000)]
    public async Task What_changed_is_restarted_what_is_new_started_what_is_gone_stopped_and_the_rest_left_alone()
    {
        await using var project = new Project();
        project.Configure(Web + Other + "gone: { command: \"sleep\", args: [\"1000\"] }\noff: { command: \"sleep\", args: [\"1000\"] }\non: { command: \"sleep\", args: [\"1000\"], enabled: false }");
        var server = await project.StartAsync();
        var before = await PidsAsync(server);
        Assert.Null(before["on"]);
        project.Configure(Web.Replace("\"2\"", "\"3\"") + Other
            + "off: { command: \"sleep\", args: [\"1000\"], enabled: false }\non: { command: \"sleep\", args: [\"1000\"] }\nfresh: { command: \"sleep\", args: [\"1000\"] }");
        var actions = (await server.Client.ReloadAsync(Cancelled)).ToDictionary(action => action.Id, action => action.Action);
        Assert.Equal(
            [("fresh", ReloadActionKind.Start), ("gone", ReloadActionKind.Stop), ("off", ReloadActionKind.Stop), ("on", ReloadActionKind.Start),
                ("other", ReloadActionKind.None), ("web", ReloadActionKind.Restart)],
            actions.Select(action => (action.Key, action.Value)).Order());

        var after = await PidsAsync(server);
        Assert.Equal(before["other"], after["other"]);
        Assert.NotEqual(before["web"], after["web"]);
        Assert.Contains("B=3\0", await File.ReadAllTextAsync($"/proc/{after["web"]}/environ", Cancelled), StringComparison.Ordinal);
        foreach (var id in new[] { "web", "other", "on", "fresh" })
        {
            Assert.Equal([after[id]!.Value], project.InstancesOf(id));
        }

        Assert.Empty(project.InstancesOf("gone"));
        Assert.Empty(project.InstancesOf("off"));
        Assert.False(after.ContainsKey("gone"));
        Assert.Null(after["off"]);
        var unknown = await Assert.ThrowsAsync<ProcessProxyException>(() => server.Client.GetAsync("gone", Cancelled));
        Assert.Equal(ErrorCodes.ProcessNotFound, unknown.Code);
        Assert.False(File.Exists(project.File("pids/gone.pid")));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_broken_file_is_refused_with_every_problem_and_the_old_configuration_stays()
    {
        await using var project = new Project();
        project.Configure(Web);
        var server = await project.StartAsync();
        var before = await PidsAsync(server);
        var bomb = "a: &a [x,x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(1, 8).Select(i =>
            $"{(char)('a' + i)}: &{(char)('a' + i)} [{string.Join(',', Enumerable.Repeat($"*{(char)('a' + i - 1)}", 10))}]\n"));
        foreach (var broken in new[] { "processes:\n  web:\n    comand: sleep\n    args: 7\n", "processes: [", "", bomb })
        {
            project.Write("config/processes.yaml", broken);
            var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => server.Client.ReloadAsync(Cancelled));
            Assert.Equal(ErrorCodes.ConfigurationInvalid, refused.Code);
            Assert.NotEmpty(refused.Problems);
            Assert.All(refused.Problems, problem => Assert.True(problem is { Line: > 0, Column: > 0 }));
            Assert.Equal(before, await PidsAsync(server));
        }

        File.Delete(project.File("config/processes.yaml"));
        await Assert.ThrowsAsync<ProcessProxyException>(() => server.Client.ReloadAsync(Cancelled));
        Assert.Equal([before["web"]!.Value], project.InstancesOf("web"));
        Machine.Signal(before["web"]!.Value, Machine.Kill);
        project.Configure(Web.Replace("sleep\"", "sleep\"\n  restartDelay: 10"));
        await server.Client.ReloadAsync(Cancelled);
        await server.WaitForAsync("web", RunState.Running);
        FaultTable.Add("reload: unknown key, broken YAML, empty, YAML bomb, file gone", $"refused {5} times, with line and column; the old configuration stays in force");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_changed_rule_is_in_force_at_once_without_a_restart_and_gives_the_budget_back()
    {
        await using var project = new Project();
        project.Configure("web: { command: \"sleep\", args: [\"1000\"], restartDelay: 0, maxRestarts: 3 }");
        var server = await project.StartAsync();
        var first = await server.WaitForAsync("web", RunState.Running);
        Machine.Signal(first.Pid!.Value, Machine.Kill);
        var before = await server.WaitForAsync("web", info => info is { State: RunState.Running, RestartCount: 1 }, "runs again");
        project.Configure("web: { command: \"sleep\", args: [\"1000\"], restartDelay: 0, maxRestarts: 0 }");
        Assert.Equal(ReloadActionKind.Update, Assert.Single(await server.Client.ReloadAsync(Cancelled)).Action);
        var after = await server.Client.GetAsync("web", Cancelled);
        Assert.Equal((before.Pid, 0, 0), (after.Pid, after.RestartCount, after.RestartsLeft));
        Machine.Signal(after.Pid!.Value, Machine.Kill);
        await server.WaitForAsync("web", RunState.Failed);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_an_operator_stopped_is_not_started_by_a_reload_that_changes_it()
    {
        await using var project = new Project();
        project.Configure(Web + Other);
        var server = await project.StartAsync();
        await server.Client.StopAsync("web", Cancelled);
        project.Configure(Web.Replace("\"2\"", "\"3\"") + Other);
        await server.Client.ReloadAsync(Cancelled);
        Assert.Equal(RunState.Stopped, (await server.Client.GetAsync("web", Cancelled)).State);
        Assert.Empty(project.InstancesOf("web"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Routes_change_live()
    {
        await using var project = new Project();
        await using var backend = new HealthEndpoint(204);
        var target = $"http://127.0.0.1:{backend.Port}";
        project.Configure(Web, $"- {{ path: \"/old\", target: \"{target}\" }}");
        var server = await project.StartAsync();
        var before = await PidsAsync(server);
        using var http = new HttpClient { BaseAddress = new Uri(server.Proxy) };
        Assert.Equal(HttpStatusCode.NoContent, (await http.GetAsync("/old", Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/new", Cancelled)).StatusCode);
        var port = new Uri(server.Proxy).Port;
        project.Configure(Web, $"- {{ path: \"/new\", target: \"{target}\" }}");
        await server.Client.ReloadAsync(Cancelled);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/old", Cancelled)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await http.GetAsync("/new", Cancelled)).StatusCode);
        Assert.Equal("/new", Assert.Single((await server.Client.GetStatusAsync(Cancelled)).Routes).Path);
        Assert.Equal(port, new Uri((await server.Client.GetStatusAsync(Cancelled)).Endpoints.Http!).Port);
        Assert.Equal(before, await PidsAsync(server));
    }

    private static async Task<Dictionary<string, int?>> PidsAsync(ServerUnderTest server) =>
        (await server.Client.ListAsync(Cancelled)).OrderBy(info => info.Id, StringComparer.Ordinal).ToDictionary(info => info.Id, info => info.Pid);
}
