using Xunit;

namespace ProcessProxy.FirstWeek;

/// <summary>What a change of the files is said to do, and what is said of files that are probably wrong.</summary>
public sealed class PlanTests
{
    private const string Web = "web: { command: \"sleep\", args: [\"1000\"] }";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task What_an_operator_has_stopped_is_not_said_to_restart_and_does_not()
    {
        await using var project = new Project();
        project.Configure(Web);
        var server = await project.StartAsync();
        await server.Client.StopAsync("web", Cancelled);
        project.Configure("web: { command: \"sleep\", args: [\"2000\"] }");
        Assert.Equal("web: update: args changed; it stays stopped\n", (await Tool.ServerAsync(project.Root, "plan")).Output);
        Assert.Equal("web: update: args changed; it stays stopped\n", (await Tool.ServerAsync(project.Root, "reload")).Output);
        Assert.Empty(project.InstancesOf("web"));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_plan_shows_a_number_of_instances_that_a_command_has_set()
    {
        await using var project = new Project();
        project.Configure("web: { command: \"sleep\", args: [\"1000\"], instances: 2 }");
        var server = await project.StartAsync();
        await server.Client.ScaleAsync("web", 3, Cancelled);
        Assert.Equal("web: stays scaled to 3 (configured: 2)\n", (await Tool.ServerAsync(project.Root, "plan")).Output);
        project.Configure("web: { command: \"sleep\", args: [\"1000\"], instances: 1 }");
        Assert.Equal("web: update: instances 2 → 1; no longer scaled to 3\n", (await Tool.ServerAsync(project.Root, "plan")).Output);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_key_that_waits_for_a_restart_of_the_server_is_remembered_after_a_reload()
    {
        await using var project = new Project();
        project.Configure(Web);
        var server = await project.StartAsync();
        var file = await File.ReadAllTextAsync(project.ConfigFile, Cancelled);
        await File.WriteAllTextAsync(project.ConfigFile, file.Replace("\nport: 0\n", $"\nport: {Ports.Free()}\n", StringComparison.Ordinal), Cancelled);
        const string Waits = "server: port changed: it takes effect when the server is restarted\n";
        Assert.Equal(Waits, (await Tool.ServerAsync(project.Root, "plan")).Output);
        await server.Client.ReloadAsync(Cancelled);
        Assert.Equal(Waits, (await Tool.ServerAsync(project.Root, "plan")).Output);
        Assert.Contains("changed, takes effect after a restart of the server: port", (await Tool.ServerAsync(project.Root, "status")).Output, StringComparison.Ordinal);
        Assert.Equal(["port"], (await server.Client.GetStatusAsync(Cancelled)).Configuration!.NeedsRestart);
        await File.WriteAllTextAsync(project.ConfigFile, file, Cancelled);
        await server.Client.ReloadAsync(Cancelled);
        Assert.Equal("Nothing would change.\n", (await Tool.ServerAsync(project.Root, "plan")).Output);
    }

    [Fact(Timeout = 120_000)]
    public async Task What_changes_of_the_server_as_a_whole_is_told_before_it_is_applied_and_when_it_is()
    {
        await using var project = new Project();
        project.Configure(Web);
        await project.StartAsync();
        await File.AppendAllTextAsync(
            project.ConfigFile,
            "\ntrustedProxies: [10.0.0.0/8]\nroutes: [{ target: 'http://localhost:9', path: /b }, { target: 'http://localhost:9', path: /a, process: web }]\n", Cancelled);
        const string Told = "web: routes changed: /a\nroutes: update: routes changed (routes: /b)\nserver: update: trustedProxies [] → [10.0.0.0/8]\n";
        Assert.Equal(Told, (await Tool.ServerAsync(project.Root, "plan")).Output);
        Assert.Equal(Told, (await Tool.ServerAsync(project.Root, "reload")).Output);
        Assert.Equal("Nothing changed.\n", (await Tool.ServerAsync(project.Root, "reload")).Output);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_check_warns_of_what_is_probably_wrong_and_is_content()
    {
        await using var project = new Project();
        project.Configure("web: { command: \"no-such-program\" }");
        var check = await Tool.ServerAsync(project.Root, "check");
        Assert.Equal((0, $"{project.ConfigFile}: valid, 1 process, 0 routes\n"), (check.ExitCode, check.Output));
        Assert.Equal(
            $"{project.File("config/processes.yaml")}(2,10): warning PP0501: 'web' cannot be started now. The program 'no-such-program' was not found in PATH.\n",
            check.Errors);
    }

    [Fact(Timeout = 120_000)]
    public async Task A_command_line_as_the_command_is_refused_with_how_to_write_it()
    {
        await using var project = new Project();
        project.Configure("web: { command: \"npm start\" }");
        var run = await Tool.ServerAsync(project.Root, "run");
        Assert.Equal(
            (2, $"{project.File("config/processes.yaml")}(2,19): error PP0216: 'command' must be a single program, and there is no program named 'npm start'. Write: command: npm, args: [\"start\"].\n"),
            (run.ExitCode, run.Errors));
    }
}
