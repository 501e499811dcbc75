using System.Globalization;
using ProcessProxy.EndToEnd.Support;
using Xunit;

namespace ProcessProxy.EndToEnd.Replacing;

/// <summary>A new version takes over under load, and comes back by itself when it is bad.</summary>
public sealed class ReplacementTests
{
    private const int Replacements = 20;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Theory(Timeout = 300_000)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task A_new_version_takes_over_under_load_and_no_request_fails(int instances)
    {
        await using var project = new Project().Configure(Web(instances), "- process: web", "logging: { maxFiles: 1000 }");
        var server = await project.StartAsync();
        await ServingAsync(server, instances);
        var load = new Load(server.Proxy).Begin();
        await using (load)
        {
            for (var number = 0; number < Replacements; number++)
            {
                var before = load.Completed;
                await server.Client.RestartAsync("web", Cancelled);
                await Wait.Until(() => load.Completed > before + 20, "requests are answered");
            }
        }

        Assert.Empty(load.Failures);
        Assert.True(load.Restarted >= Replacements / 2, $"{load.Restarted} WebSockets were told.");
        await Wait.Until(() => project.InstancesOf("web").Count == instances, "the old ones have ended");
        var noted = Noted(project);
        Assert.Equal(load.Posted.Keys.Order(), noted.Order());
        FaultTable.Add($"{Replacements} replacements of {instances} instances under load", $"{load.Completed} requests, none failed; {noted.Count} POSTs, none twice");
    }

    [Theory(Timeout = 60_000)]
    [InlineData("exit", "exited with code 3")]
    [InlineData("hang", "does not listen on its port")]
    [InlineData("die", "exited with code 4")]
    public async Task A_bad_new_version_leaves_the_old_one_as_it_is_and_the_command_says_why(string how, string why)
    {
        await using var project = new Project().Configure(Web(1, "  replaceTimeout: 2s\n  stableFor: 1s\n"), "- process: web");
        var server = await project.StartAsync();
        var old = (await ServingAsync(server, 1)).Pid;
        await File.WriteAllTextAsync(project.File("bad"), how, Cancelled);
        var refused = await Assert.ThrowsAsync<ProcessProxyException>(() => server.Client.RestartAsync("web", Cancelled));
        Assert.Equal(ErrorCodes.ReplacementFailed, refused.Code);
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Contains($"a bad version: {how}", refused.Message, StringComparison.Ordinal);
        var info = await server.Client.GetAsync("web", Cancelled);
        Assert.Equal((old, true, RunState.Running), (info.Pid, info.Outdated, info.State));
        Assert.Contains(why, info.ReplacementFailure!.Reason, StringComparison.Ordinal);
        Assert.Equal(old, Assert.Single(project.InstancesOf("web")));

        File.Delete(project.File("bad"));
        Assert.NotEqual(old, (await server.Client.RestartAsync("web", Cancelled)).Pid);
        Assert.False((await server.Client.GetAsync("web", Cancelled)).Outdated);
    }

    /// <summary>A backend that is bad while there is a file that says how.</summary>
    internal static string Web(int instances, string more = "") => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        web:
          command: "sh"
          args:
            - "-c"
            - |
              how=$(cat bad 2> /dev/null)
              [ -n "$how" ] && echo "a bad version: $how"
              case "$how" in
                exit) exit 3;;
                hang) exec sleep 1000;;
                die) PORT=$PORT timeout 0.5 {{Builds.TestProcess}} serve; exit 4;;
              esac
              exec {{Builds.TestProcess}} serve
          port: auto
          instances: {{instances}}
        {{more}}
        """);

    private static Task<ProcessInfo> ServingAsync(ServerUnderTest server, int instances) => server.WaitForAsync(
        "web", info => info.State == RunState.Running && (instances == 1 || info.Instances?.All(one => one.State == RunState.Running) == true), "runs");

    /// <summary>What the backends have noted, in all their logs.</summary>
    internal static List<string> Noted(Project project) =>
    [
        .. Directory.GetFiles(project.File("logs"), "web*").Where(file => !file.EndsWith(".idx", StringComparison.Ordinal))
            .SelectMany(File.ReadAllLines).Where(line => line.StartsWith("post ", StringComparison.Ordinal)),
    ];
}
