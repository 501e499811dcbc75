using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>The configuration files are watched, and what cannot be applied changes nothing but what is said of it.</summary>
public sealed class WatchTests
{
    private const string Web = "web: { command: \"sleep\", args: [\"1000\"] }\n";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task A_changed_file_is_applied_however_it_was_written_and_only_what_changed_is_touched()
    {
        await using var project = new Project { Reload = ReloadMode.Auto };
        project.Configure(Web);
        var server = await project.StartAsync();
        var web = (await server.Client.GetAsync("web", Cancelled)).Pid;
        Assert.Equal(ConfigurationState.Current, (await StatusAsync(server)).State);

        project.Configure(Web + "second: { command: \"sleep\", args: [\"1000\"] }");
        await Wait.Until(() => project.InstancesOf("second").Count == 1, "a process is started that was added in place");

        var file = project.File("config/processes.yaml");
        await File.WriteAllTextAsync(file + ".new", (await File.ReadAllTextAsync(file, Cancelled)).Replace("second", "third", StringComparison.Ordinal), Cancelled);
        File.Move(file, file + "~");
        File.Move(file + ".new", file);
        await Wait.Until(
            () => project.InstancesOf("second").Count == 0 && project.InstancesOf("third").Count == 1, "a file that was renamed over is applied");
        Assert.Equal(web, (await server.Client.GetAsync("web", Cancelled)).Pid);

        // A program runs a moment before the reload that started it is over.
        await Wait.Until(async () => (await StatusAsync(server)).State == ConfigurationState.Current, "the reload is over");
        await Wait.Until(() => server.Output.Contains("third: the configuration has changed: Start", StringComparison.Ordinal), "the log names what was done");
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_that_is_broken_half_written_or_gone_leaves_what_runs_and_is_said_in_status_and_log()
    {
        await using var project = new Project { Reload = ReloadMode.Auto };
        project.Configure(Web);
        var server = await project.StartAsync();
        var web = (await server.Client.GetAsync("web", Cancelled)).Pid;
        var file = project.File("config/processes.yaml");
        var good = await File.ReadAllTextAsync(file, Cancelled);

        foreach (var (broken, sentence) in new[]
        {
            (good.Replace("command", "comand", StringComparison.Ordinal), "comand"),
            (good[..(good.Length / 2)], ""),
            (null, "does not exist"),
        })
        {
            if (broken is null)
            {
                File.Delete(file);
            }
            else
            {
                await File.WriteAllTextAsync(file, broken, Cancelled);
            }

            await Wait.Until(
                async () => await StatusAsync(server) is { State: ConfigurationState.Invalid } status
                    && status.Problems.Any(problem => problem.Message.Contains(sentence, StringComparison.Ordinal)),
                "the status names the problem");
            var problem = (await StatusAsync(server)).Problems[0];
            Assert.True(problem is { Line: > 0, Column: > 0 });
            await Wait.Until(() => server.Output.Contains(problem.ToString(), StringComparison.Ordinal), "the log names the problem");
            Assert.Equal(web, (await server.Client.GetAsync("web", Cancelled)).Pid);
            await File.WriteAllTextAsync(file, good, Cancelled);
            await Wait.Until(async () => (await StatusAsync(server)).State == ConfigurationState.Current, "all is well again");
        }

        Assert.Equal([web!.Value], project.InstancesOf("web"));
        Assert.Contains("The current configuration is kept.", server.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task With_reload_manual_a_change_is_shown_and_waits_to_be_asked_for()
    {
        await using var project = new Project();
        project.Configure(Web);
        var server = await project.StartAsync();
        var web = (await server.Client.GetAsync("web", Cancelled)).Pid;
        project.Configure(Web.Replace("1000", "1001", StringComparison.Ordinal));
        await Wait.Until(async () => (await StatusAsync(server)).State == ConfigurationState.Changed, "the change is shown");
        Assert.Contains(
            $"configuration: changed, not applied yet: {project.ConfigFile}", (await Tool.ServerAsync(project.Root, "status", "--config", project.ConfigFile)).Output, StringComparison.Ordinal);
        Assert.Equal(ReloadActionKind.Restart, Assert.Single(await server.Client.GetPlanAsync(Cancelled)).Action);
        project.Write("config/processes.yaml", "processes: [");
        await Wait.Until(async () => (await StatusAsync(server)).State == ConfigurationState.Invalid, "the broken file is shown");
        Assert.Equal(web, (await server.Client.GetAsync("web", Cancelled)).Pid);

        project.Configure(Web.Replace("1000", "1001", StringComparison.Ordinal));
        await server.Client.ReloadAsync(Cancelled);
        var status = await StatusAsync(server);
        Assert.Equal((ConfigurationState.Current, ReloadMode.Manual), (status.State, status.Reload));
        Assert.NotEqual(web, (await server.Client.GetAsync("web", Cancelled)).Pid);
    }

    private static async Task<ConfigurationStatus> StatusAsync(ServerUnderTest server) => (await server.Client.GetStatusAsync(Cancelled)).Configuration!;
}
