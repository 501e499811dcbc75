using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>What programs and strangers have written does not take hold of the terminal of who reads it.</summary>
public sealed class TerminalTests
{
    // A new title, the end of the line wiped out, and text that runs backwards.
    private const string Hostile = "\\033]0;owned\\007\\033[2Kab\\342\\200\\256cd";
    private const string Visible = @"\x1B]0;owned\x07\x1B[2Kab\u202Ecd";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 90_000)]
    public async Task Escapes_of_a_program_are_made_visible_for_people_and_stay_exact_for_programs()
    {
        await using var project = new Project();
        project.Write("hostile.sh", $"printf '{Hostile}\\n'; exit 7\n").Configure("web: { command: \"sh\", args: [\"hostile.sh\"], restartOnExit: false }");
        var server = await project.StartAsync();
        await server.WaitForAsync("web", RunState.Failed);

        var diagnosis = await Tool.ServerAsync("/", "diagnose", "web", "--config", project.ConfigFile);
        Assert.Contains(Visible, diagnosis.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', diagnosis.Output);

        var piped = await Tool.ServerAsync("/", "logs", "web", "--config", project.ConfigFile);
        Assert.Equal("\e]0;owned\a\e[2Kab\u202Ecd\n", piped.Output);

        Assert.SkipWhen(!File.Exists("/usr/bin/script"), "There is no script(1) to make a terminal with.");
        var shown = await Tool.RunAsync("/usr/bin/script", project.Root, "-qec", $"'{Builds.Server}' logs web --config '{project.ConfigFile}'", "/dev/null");
        Assert.Contains(Visible, shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\e]0;owned", shown.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 90_000)]
    public async Task Escapes_in_the_servers_own_text_log_are_made_visible()
    {
        await using var project = new Project();
        await using var health = new HealthEndpoint();
        health.Answer(503, phrase: "\e[2Kall well");
        project.Configure($"web: {{ command: \"sleep\", args: [\"1000\"], healthCheck: {{ enabled: true, path: \"{health.Url}\", startPeriod: 0, retries: 1, onUnhealthy: report }} }}");
        var server = await project.StartAsync();
        await server.WaitForAsync("web", info => info.Health == HealthState.Unhealthy, "is unhealthy");
        await Wait.Until(() => server.Output.Contains(@"\x1B[2Kall well", StringComparison.Ordinal), "the log has the phrase");
        Assert.DoesNotContain('\e', server.Output);
        var list = await Tool.ServerAsync("/", "diagnose", "web", "--config", project.ConfigFile);
        Assert.DoesNotContain('\e', list.Output);
    }

    [Fact(Timeout = 90_000)]
    public async Task What_the_server_prints_at_its_start_has_no_arguments_which_may_hold_secrets()
    {
        await using var project = new Project();
        project.Configure("web: { command: \"sh\", args: [\"-c\", \"exec sleep 1000\", \"--password=hunter2\"] }");
        var server = await project.StartAsync();
        Assert.Contains("web: sh", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", server.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 90_000)]
    public async Task A_file_that_is_no_PID_file_is_neither_written_over_nor_removed()
    {
        await using var project = new Project();
        project.Write("passwd", "root:x:0:0\n").Configure("web: { command: \"sleep\", args: [\"1000\"], pidFile: \"passwd\" }");
        var server = await project.StartAsync();
        await server.WaitForAsync("web", RunState.Running);
        Assert.Contains("not a PID file of this server", server.Output, StringComparison.Ordinal);
        await server.Client.StopAsync("web", Cancelled);
        Assert.Equal("root:x:0:0\n", await File.ReadAllTextAsync(project.File("passwd"), Cancelled));
    }
}
