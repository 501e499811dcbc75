using Xunit;

namespace ProcessProxy.Attack;

/// <summary>The folders of the server are emptied, moved and filled with what should not be there.</summary>
public sealed class FolderAttackTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task No_second_server_starts_when_the_state_folder_was_cleaned_away_under_the_first()
    {
        await using var target = new Target();
        var server = await target.StartAsync();
        Directory.Delete(target.Project.File("pids"), recursive: true);
        await Wait.Until(() => File.Exists(target.Project.File("pids/processproxy.lock")), "the first server has made its folder anew");
        await AssertAloneAsync(target, server);
        FaultTable.Add("the state folder removed under a running server", $"a second server ended with 3; the command line found the first");
    }

    [Fact(Timeout = 120_000)]
    public async Task No_second_server_starts_when_a_deploy_has_moved_the_link_to_the_configuration()
    {
        await using var target = new Target();
        var root = target.Project.Root;
        foreach (var release in (string[])["one", "two"])
        {
            Directory.CreateDirectory(Path.Combine(root, "releases", release));
            Assert.Equal(0, (await Tool.RunAsync("cp", root, "-r", "config", $"releases/{release}/config")).ExitCode);
        }

        var link = target.Project.File("current");
        Directory.CreateSymbolicLink(link, "releases/one");
        Directory.Delete(target.Project.File("config"), recursive: true);
        Directory.CreateSymbolicLink(target.Project.File("config"), "current/config");
        var server = await target.StartAsync();
        Directory.Delete(link);
        Directory.CreateSymbolicLink(link, "releases/two");
        await AssertAloneAsync(target, server);
        FaultTable.Add("a link to the release moved under a running server", $"a second server ended with 3; the command line found the first");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_log_that_is_a_link_is_not_written_through()
    {
        await using var target = new Target("linked: { command: sh, args: [\"-c\", \"echo overwritten; exec sleep 1000\"], maxRestarts: 1, restartDelay: 10 }");
        target.Project.Write("victim", "of somebody else");
        Directory.CreateDirectory(target.Project.File("logs"));
        File.CreateSymbolicLink(target.Project.File("logs/linked.log"), target.Project.File("victim"));
        var server = await target.StartAsync();
        var info = await server.WaitForAsync("linked", RunState.Failed);
        Assert.Contains("linked.log", info.Reason, StringComparison.Ordinal);
        Assert.Equal("of somebody else", await File.ReadAllTextAsync(target.Project.File("victim"), Cancelled));
        await target.AssertServesAsync();
        FaultTable.Add("a link in the place of a log", $"the program failed by name, what the link leads to untouched");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_pipe_in_the_place_of_the_socket_stops_nothing()
    {
        await using var target = new Target();
        Directory.CreateDirectory(target.Project.File("pids"));
        Assert.Equal(0, (await Tool.RunAsync("mkfifo", "/", target.Project.File("pids/processproxy.sock"))).ExitCode);
        var server = await target.StartAsync();
        await target.AssertServesAsync();
        var list = await Tool.ServerAsync("/", "list", "--config", target.Project.ConfigFile);
        Assert.True(list.ExitCode == 0, list.Errors);
        Assert.Equal(0, await server.StopAsync());
        FaultTable.Add("a named pipe in the place of the socket", $"the server starts, answers, is commanded and stops");
    }

    [Theory(Timeout = 120_000)]
    [InlineData("a b")]
    [InlineData("$(touch x)`touch y`;touch z")]
    [InlineData("'\"%s%n\\")]
    [InlineData("line\nbreak")]
    [InlineData("été-日本")]
    public async Task A_folder_with_a_hostile_name_is_a_folder(string name)
    {
        await using var project = new Project(name);
        await File.WriteAllTextAsync(
            project.ConfigFile, $"host: 127.0.0.1\nport: 0\nprocessConfigFile: config/processes.yaml\nmanagement: {{ port: 0 }}\nreload: manual\n", Cancelled);
        await File.WriteAllTextAsync(
            Path.Combine(Path.GetDirectoryName(project.ConfigFile)!, "processes.yaml"), "processes:\n  web: { command: sleep, args: [\"1000\"] }\n", Cancelled);
        var server = await project.StartAsync();
        await server.WaitForAsync("web", RunState.Running);
        var folder = Path.Combine(project.Root, name);
        Assert.True(File.Exists(Path.Combine(folder, "pids", "web.pid")));
        Assert.Equal(0, await server.StopAsync());
        Assert.Equal([folder], Directory.GetFileSystemEntries(project.Root));
    }

    /// <summary>Sees that a second server does not start and that a command finds the first.</summary>
    private static async Task AssertAloneAsync(Target target, ServerUnderTest server)
    {
        var second = target.Project.Launch();
        Assert.Equal(3, await second.ExitedAsync());
        Assert.Contains($"{server.Pid}", second.Output, StringComparison.Ordinal);
        var list = await Tool.ServerAsync("/", "list", "--config", target.Project.ConfigFile);
        Assert.True(list.ExitCode == 0 && list.Output.Contains("web", StringComparison.Ordinal), list.Output + list.Errors);
        await target.AssertServesAsync();
    }
}
