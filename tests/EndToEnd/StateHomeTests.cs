using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>The folder of state goes away, or its path leads elsewhere, under a server that runs.</summary>
public sealed class StateHomeTests
{
    private const string Web = "web: { command: \"sleep\", args: [\"1000\"] }";

    [Fact(Timeout = 120_000)]
    public async Task A_folder_that_is_removed_is_made_anew_and_no_second_server_starts_meanwhile()
    {
        await using var project = new Project();
        project.Configure(Web);
        var server = await project.StartAsync();
        var web = await server.WaitForAsync("web", RunState.Running);
        await Wait.Until(() => AreThere(project), "the files of state are there");
        Directory.Delete(project.File("pids"), recursive: true);
        var second = project.Launch();
        Assert.Equal(3, await second.ExitedAsync());
        Assert.Contains($"(pid {server.Pid})", second.Output, StringComparison.Ordinal);
        await Wait.Until(() => AreThere(project), "the files of state are there again");
        Assert.Contains("was deleted", server.Output, StringComparison.Ordinal);
        Assert.Equal($"{web.Pid}\n", await File.ReadAllTextAsync(project.File("pids/web.pid"), TestContext.Current.CancellationToken));
        var list = await Tool.ServerAsync(project.Root, "list", "--config", project.ConfigFile);
        Assert.Equal((0, ""), (list.ExitCode, list.Errors));
        using var client = HttpProcessClient.ForSocket(project.File("pids/processproxy.sock"));
        Assert.Single(await client.ListAsync(TestContext.Current.CancellationToken));

        // And what was written then is enough for the next server.
        await server.KillAsync();
        var third = await project.StartAsync();
        Assert.Equal(web.Pid, (await third.WaitForAsync("web", RunState.Running)).Pid);
        Assert.Single(project.InstancesOf("web"));
    }

    [Fact(Timeout = 120_000)]
    public async Task Behind_a_link_that_a_deployment_moves_there_is_one_server_and_one_instance()
    {
        await using var project = new Project();
        var (one, two) = (Release(project, "one"), Release(project, "two"));
        var config = Lead(project, one);
        var server = await project.StartAsync();
        var web = await server.WaitForAsync("web", RunState.Running);
        Lead(project, two);
        var second = project.Launch();
        Assert.Equal(3, await second.ExitedAsync());
        Assert.Contains($"(pid {server.Pid})", second.Output, StringComparison.Ordinal);
        await Wait.Until(() => server.Output.Contains("leads to", StringComparison.Ordinal), "the server has seen the other release");
        var status = await Tool.ServerAsync(project.Root, "status", "--config", config);
        Assert.Equal(0, status.ExitCode);
        Assert.Contains($"(pid {server.Pid})", status.Output, StringComparison.Ordinal);

        // Killed now, its programs are found by the lock in the new release.
        await server.KillAsync();
        var third = await project.StartAsync();
        Assert.Equal(web.Pid, (await third.WaitForAsync("web", RunState.Running)).Pid);
        Assert.Single(project.InstancesOf("web"));
    }

    private static bool AreThere(Project project) =>
        ((string[])["processproxy.lock", "processproxy.sock", "web.pid", "web.state"]).All(name => File.Exists(project.File("pids/" + name)));

    private static string Release(Project project, string name)
    {
        project.Configure(Web);
        Directory.CreateDirectory(project.File($"{name}/config"));
        foreach (var file in Directory.GetFiles(project.File("config")))
        {
            File.Copy(file, project.File($"{name}/config/{Path.GetFileName(file)}"));
        }

        return project.File(name);
    }

    /// <summary>Leads the link that the configuration is read through to a release.</summary>
    private static string Lead(Project project, string release)
    {
        File.Delete(project.File("current"));
        File.CreateSymbolicLink(project.File("current"), release);
        project.ConfigFile = project.File("current/config/proxy.yaml");
        return project.ConfigFile;
    }
}
