using Xunit;

namespace ProcessProxy.EndToEnd;

/// <summary>What a plan says is what a reload then does, as the machine shows it.</summary>
public sealed class PlanTests
{
    private const string Web = "web: { command: \"sleep\", args: [\"1000\"], env: { PORT: \"8888\" } }";
    private const string Api = "api: { command: \"sleep\", args: [\"1000\"], restartDelay: 500 }";
    private const string Off = "off: { command: \"sleep\", args: [\"1000\"], enabled: false }";
    private const string ToWeb = "- { domain: \"example.org\", path: \"/photos\", target: \"http://127.0.0.1:9\", process: \"web\" }";
    private const string Alone = "- { path: \"/alone\", target: \"http://127.0.0.1:9\" }";

    private static readonly Edit[] Edits =
    [
        new("nothing", Web, Api, Off),
        new("a comment", "# seen by nobody\n" + Web, Api, Off),
        new("the order", Api, Off, Web),
        new("a port", Web.Replace("8888", "8892", StringComparison.Ordinal), Api, Off) { Because = "env.PORT 8888 → 8892", Affects = "example.org/photos" },
        new("an argument", Web.Replace("1000", "1001", StringComparison.Ordinal), Api, Off) { Because = "args changed" },
        new("the program", Web.Replace("\"sleep\"", "\"tail\"", StringComparison.Ordinal).Replace("[\"1000\"]", "[\"-f\", \"/dev/null\"]", StringComparison.Ordinal), Api, Off),
        new("the folder", Web.Replace("env:", "cwd: \"config\", env:", StringComparison.Ordinal), Api, Off),
        new("a variable more", Web.Replace("\"8888\"", "\"8888\", MODE: \"fast\"", StringComparison.Ordinal), Api, Off) { Because = "env.MODE changed" },
        new("a delay", Web, Api.Replace("500", "700", StringComparison.Ordinal), Off) { Because = "restartDelay 500 → 700" },
        new("a name", Web, Api.Replace("command", "name: \"The API\", command", StringComparison.Ordinal), Off),
        new("a dependency", Web, Api.Replace("command", "dependsOn: [\"web\"], command", StringComparison.Ordinal), Off),
        new("a health check", Web.Replace("command", "healthCheck: { enabled: true, path: \"http://127.0.0.1:9/\", interval: 60000, onUnhealthy: report }, command", StringComparison.Ordinal), Api, Off),
        new("a process more", Web, Api, Off, "more: { command: \"sleep\", args: [\"1000\"] }"),
        new("a disabled process more", Web, Api, Off, "more: { command: \"sleep\", args: [\"1000\"], enabled: false }"),
        new("a process less", Web, Off),
        new("a disabled process less", Web, Api),
        new("one enabled", Web, Api, Off.Replace(", enabled: false", "", StringComparison.Ordinal)),
        new("one disabled", Web, Api.Replace("command", "enabled: false, command", StringComparison.Ordinal), Off),
        new("a disabled one", Web, Api, Off.Replace("1000", "1001", StringComparison.Ordinal)),
        new("a renamed process", Web, Api.Replace("api:", "rest:", StringComparison.Ordinal), Off),
        new("the PID file", Web.Replace("command", "pidFile: \"./pids/other.pid\", command", StringComparison.Ordinal), Api, Off),
        new("a route of a process", Web, Api, Off) { Routes = ToWeb.Replace("/photos", "/pictures", StringComparison.Ordinal) + "\n" + Alone, Affects = "example.org/photos,example.org/pictures" },
        new("a route without one", Web, Api, Off) { Routes = ToWeb + "\n" + Alone.Replace("/alone", "/lonely", StringComparison.Ordinal), Affects = "/alone,/lonely" },
    ];

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact(Timeout = 180_000)]
    public async Task Of_twenty_edits_and_their_undoing_the_plan_is_what_happens()
    {
        await using var project = new Project();
        var start = new Edit("the beginning", Web, Api, Off);
        start.Write(project);
        var server = await project.StartAsync();
        foreach (var edit in Edits)
        {
            var plan = await ApplyAsync(project, server, edit);
            if (edit.Because is { } because)
            {
                Assert.Contains(plan, change => change.Because == because);
            }

            if (edit.Affects is { } affected)
            {
                Assert.Contains(plan, change => string.Join(',', change.RoutesAffected) == affected);
            }

            await ApplyAsync(project, server, start);
        }
    }

    /// <summary>Plans, reloads, and holds what has become of every process against the plan.</summary>
    private static async Task<IReadOnlyList<PlannedChange>> ApplyAsync(Project project, ServerUnderTest server, Edit edit)
    {
        var before = await PidsAsync(server);
        edit.Write(project);
        var plan = await server.Client.GetPlanAsync(Cancelled);
        Assert.Equal(before, await PidsAsync(server));

        var done = await server.Client.ReloadAsync(Cancelled);
        Assert.Equal(
            plan.Where(change => change.Process is not null).Select(change => (change.Process!, change.Action, change.Because)),
            done.Select(action => (action.Id, action.Action, action.Because)));
        var after = await PidsAsync(server);
        foreach (var (id, action, because) in done)
        {
            var (old, now) = (before.GetValueOrDefault(id), after.GetValueOrDefault(id));
            var isAsPlanned = action switch
            {
                ReloadActionKind.Start => old is null && now is not null,
                ReloadActionKind.Stop => now is null,
                ReloadActionKind.Restart => old is not null && now is not null && old != now,
                _ => old == now,
            };
            Assert.True(isAsPlanned, $"{edit.What}: {id}: {action} because {because}, but {old} became {now}");
            Assert.Equal(now is { } pid ? [pid] : [], project.InstancesOf(id));
        }

        Assert.All(await server.Client.GetPlanAsync(Cancelled), change => Assert.Equal(ReloadActionKind.None, change.Action));
        return plan;
    }

    private static async Task<Dictionary<string, int?>> PidsAsync(ServerUnderTest server) =>
        (await server.Client.ListAsync(Cancelled)).ToDictionary(process => process.Id, process => process.Pid, StringComparer.Ordinal);

    private sealed record Edit(string What, params string[] Processes)
    {
        public string Routes { get; init; } = ToWeb + "\n" + Alone;

        public string? Because { get; init; }

        /// <summary>The routes that one of the changes names.</summary>
        public string? Affects { get; init; }

        public void Write(Project project) => project.Configure(string.Join('\n', Processes), Routes);
    }
}
