using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>Commands find the server that runs, whatever is wrong with its files and whoever asks.</summary>
public sealed class FindingTests
{
    private const string Web = "web: { command: \"sleep\", args: [\"1000\"] }\n";

    [Fact(Timeout = 180_000)]
    public async Task A_variable_that_only_the_server_has_is_no_obstacle()
    {
        await using var project = new Project();
        project.Environment["ONLY_THE_SERVER_HAS_IT"] = "secret";
        project.Configure("web: { command: \"sleep\", args: [\"1000\"], env: { PASSWORD: \"${ONLY_THE_SERVER_HAS_IT}\" } }\n");
        await project.StartAsync();
        var status = await RunAsync(project, "status", "web");
        Assert.Equal((0, ""), (status.ExitCode, status.Errors));

        // The server reads the files itself, with its own environment.
        Assert.Equal("Nothing would change.\n", (await RunAsync(project, "plan")).Output);
        Assert.Equal(0, (await RunAsync(project, "reload")).ExitCode);
        Assert.Equal(0, (await RunAsync(project, "stop", "web")).ExitCode);
    }

    [Theory(Timeout = 180_000)]
    [InlineData("processes: [")]
    [InlineData("procesess: { web: { comand: sleep } }")]
    public async Task A_file_that_was_broken_meanwhile_is_no_obstacle(string broken)
    {
        await using var project = new Project();
        project.Configure(Web, settings: "pidManagement: { defaultPidDir: \"./run\" }");
        await project.StartAsync();
        project.Write("config/processes.yaml", $"{broken}\nsettings:\n  pidManagement:\n    defaultPidDir: \"./run\"\n");
        Assert.StartsWith("web: running", (await RunAsync(project, "status", "web")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(project, "stop", "web")).ExitCode);
        var plan = await RunAsync(project, "plan");
        Assert.Equal(2, plan.ExitCode);
        Assert.Contains("processes.yaml(", plan.Errors, StringComparison.Ordinal);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_file_that_is_not_there_does_not_lead_to_the_server_of_another()
    {
        await using var project = new Project();
        project.Configure(Web);
        await project.StartAsync();
        var mistyped = await Tool.ServerAsync("/", "stop", "web", "--config", project.ConfigFile.Replace("proxy.yaml", "proyx.yaml", StringComparison.Ordinal));
        Assert.Equal(4, mistyped.ExitCode);
        Assert.Contains("proyx.yaml", mistyped.Errors, StringComparison.Ordinal);
        Assert.Single(project.InstancesOf("web"));

        // The server's own file may be gone for a moment.
        File.Delete(project.ConfigFile);
        Assert.Equal(0, (await RunAsync(project, "stop", "web")).ExitCode);
    }

    [Fact(Timeout = 180_000)]
    public async Task The_socket_is_used_where_there_is_no_address_and_needs_no_key()
    {
        await using var project = new Project();
        project.Configure(Web);
        project.Write(
            "config/proxy.yaml",
            "host: \"127.0.0.1\"\nport: 0\nprocessConfigFile: \"./config/processes.yaml\"\nmanagement: { host: none }\n");
        var server = project.Launch();
        await Wait.Until(
            async () => server.HasExited || (await RunAsync(project, "status")).ExitCode == 0, "the server answers over its socket");
        Assert.StartsWith("web: running", (await RunAsync(project, "status", "web")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(project, "restart", "web")).ExitCode);
        Assert.Equal(0, await server.StopAsync());
    }

    private static Task<ToolResult> RunAsync(Project project, params string[] arguments) => ClientCommandTests.RunAsync(project, arguments);
}
