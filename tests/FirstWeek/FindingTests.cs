using Xunit;

namespace ProcessProxy.FirstWeek;

/// <summary>Commands find the configuration and its server from wherever somebody stands.</summary>
public sealed class FindingTests
{
    private const string Web = "web: { command: \"sh\", args: [\"-c\", \"echo one; exec sleep 1000\"] }";

    [Fact(Timeout = 180_000)]
    public async Task Every_command_works_from_a_subfolder_while_the_file_is_broken_and_without_the_variables_of_the_server()
    {
        await using var project = new Project();
        project.Environment["ONLY_THE_SERVER_HAS_IT"] = "x";
        project.Configure($"{Web}\nother: {{ command: \"sleep\", args: [\"1000\"], env: {{ A: \"${{ONLY_THE_SERVER_HAS_IT}}\" }} }}");
        await project.StartAsync();
        await Wait.Until(() => project.Lines("logs/web.log").Length == 1, "web has written");
        var below = Directory.CreateDirectory(project.File("src/deep/er")).FullName;
        Assert.Equal("Nothing would change.\n", (await Tool.ServerAsync(below, "plan")).Output);
        Assert.Equal("Nothing changed.\n", (await Tool.ServerAsync(below, "reload")).Output);

        project.Write("config/proxy.yaml", "processes: [");
        foreach (var (command, says) in new[]
        {
            ("list", "web "), ("status web", "web: running"), ("diagnose web", "web is running"), ("logs web", "one\n"), ("stop web", "web: stopped"),
            ("start web", "web: running"), ("restart web other", "other: running"),
        })
        {
            var run = await Tool.ServerAsync(below, command.Split(' '));
            Assert.Equal((command, 0, ""), (command, run.ExitCode, run.Errors));
            Assert.Contains(says, run.Output, StringComparison.Ordinal);
        }

        // Which of the two is broken is what these are about.
        Assert.Equal(2, (await Tool.ServerAsync(below, "plan")).ExitCode);
        Assert.Equal(2, (await Tool.ServerAsync(below, "reload")).ExitCode);
        Assert.Equal(1, (await Tool.ServerAsync(below, "check")).ExitCode);
        var status = await Tool.ServerAsync(below, "status");
        Assert.Equal(1, status.ExitCode);
        Assert.Contains("configuration: invalid", status.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_server_is_run_from_a_subfolder()
    {
        await using var project = new Project();
        project.Configure(Web);
        Directory.CreateDirectory(project.File("src"));
        project.WriteProgram("run.sh", $"#!/bin/sh\ncd '{project.File("src")}' && exec '{Builds.Server}' run --log-format text\n");
        project.Program = project.File("run.sh");
        project.Launch();
        await Wait.Until(() => project.InstancesOf("web").Count == 1, "web runs");
        await Wait.Until(() => File.Exists(project.File("pids/web.pid")), "its PID file is in the project");
    }

    [Theory(Timeout = 180_000)]
    [InlineData("run", 2)]
    [InlineData("", 2)]
    [InlineData("check", 1)]
    [InlineData("--check", 1)]
    [InlineData("list", 4)]
    [InlineData("plan", 4)]
    [InlineData("stop web", 4)]
    public async Task Where_there_is_no_configuration_it_is_said_what_was_looked_for(string command, int code)
    {
        await using var project = new Project();
        var run = await Tool.ServerAsync(project.Root, command.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(
            (code, "", $"processproxy: There is no config/proxy.yaml or proxy.yaml in {project.Root} or a folder above it. Name a file with --config.\n"),
            (run.ExitCode, run.Output, run.Errors));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_configuration_of_another_user_above_is_not_run()
    {
        await using var project = new Project();
        Assert.SkipWhen(System.Environment.UserName != "root", "Only root can give files away.");
        project.Configure(Web);
        var below = Directory.CreateDirectory(project.File("src")).FullName;
        Assert.Equal(0, (await Tool.RunAsync("chown", "/", Privileges.Nobody.ToString(System.Globalization.CultureInfo.InvariantCulture), project.ConfigFile)).ExitCode);
        var run = await Tool.ServerAsync(below, "run");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"{project.ConfigFile} belongs to another user, so it is not used.", run.Errors, StringComparison.Ordinal);
    }

    [Theory(Timeout = 180_000)]
    [InlineData("list")]
    [InlineData("check")]
    [InlineData("run")]
    [InlineData("list -c proxy.yaml")]
    [InlineData("service install --dry-run")]
    public async Task A_current_folder_that_is_gone_is_said(string command)
    {
        await using var project = new Project();
        var run = await Shell.RunAsync(project.Root, $"mkdir gone; cd gone; rmdir ../gone; $P {command}");
        Assert.Equal(
            (1, "", "processproxy: The current folder no longer exists. Change to another folder.\n"), (run.ExitCode, run.Output, run.Errors));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_folder_that_this_user_may_not_look_into_ends_the_search()
    {
        Assert.SkipWhen(System.Environment.UserName != "root" || Machine.Which("setpriv") is null, "Only root can become another user.");
        await using var project = new Project();
        Directory.CreateDirectory(project.File("in"));
        var run = await Shell.RunAsync(
            project.File("in"), $"exec setpriv --reuid={Privileges.Nobody} --regid={Privileges.Nobody} --clear-groups env -u HOME \"$P\" list");
        Assert.SkipWhen(run.ExitCode is 126 or 127, "An ordinary user may not run the program.");
        Assert.Equal(4, run.ExitCode);
        Assert.StartsWith("processproxy: There is no config/proxy.yaml", run.Errors, StringComparison.Ordinal);
    }

    [Fact(Timeout = 180_000)]
    public async Task A_misspelled_name_among_several_has_nothing_done()
    {
        await using var project = new Project();
        project.Configure(Web);
        await project.StartAsync();
        var before = Assert.Single(project.InstancesOf("web"));
        var run = await Tool.ServerAsync(project.Root, "restart", "web", "wbe", "nosuch");
        Assert.Equal(
            (5, "", "processproxy: There is no process 'wbe'. Did you mean 'web'?\nprocessproxy: There is no process 'nosuch'.\n"),
            (run.ExitCode, run.Output, run.Errors));
        Assert.Equal(before, Assert.Single(project.InstancesOf("web")));
    }
}
