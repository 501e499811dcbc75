using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class PlanTests
{
    /// <summary>One line of the file, what it does to a process, and the name of what changed.</summary>
    public static TheoryData<string, ReloadActionKind, string> Changes => new()
    {
        { "command: other", ReloadActionKind.Restart, "command" },
        { "args: [b]", ReloadActionKind.Restart, "args" },
        { "cwd: other", ReloadActionKind.Restart, "cwd" },
        { "env: { PORT: 8892, TOKEN: s3cret }", ReloadActionKind.Restart, "env.PORT" },
        { "env: { PORT: 8888, TOKEN: other }", ReloadActionKind.Restart, "env.TOKEN" },
        { "env: { PORT: 8888 }", ReloadActionKind.Restart, "env.TOKEN" },
        { "env: { PORT: 8888, TOKEN: s3cret, NEW: '' }", ReloadActionKind.Restart, "env.NEW" },
        { "pidFile: other.pid", ReloadActionKind.Restart, "pidFile" },
        { "cleanupPidOnExit: false", ReloadActionKind.Restart, "cleanupPidOnExit" },
        { "output: separate", ReloadActionKind.Restart, "output" },
        { "name: Other", ReloadActionKind.Update, "name" },
        { "description: Other", ReloadActionKind.Update, "description" },
        { "restartOnExit: false", ReloadActionKind.Update, "restartOnExit" },
        { "restartDelay: 1", ReloadActionKind.Update, "restartDelay" },
        { "maxRestarts: 1", ReloadActionKind.Update, "maxRestarts" },
        { "restartBackoff: exponential", ReloadActionKind.Update, "restartBackoff" },
        { "maxRestartDelay: 70000", ReloadActionKind.Update, "maxRestartDelay" },
        { "resetAfter: 1", ReloadActionKind.Update, "resetAfter" },
        { "stopSignal: SIGINT", ReloadActionKind.Update, "stopSignal" },
        { "stopTimeout: 1", ReloadActionKind.Update, "stopTimeout" },
        { "healthCheck: { enabled: false }", ReloadActionKind.Update, "healthCheck.enabled" },
        { "healthCheck: { enabled: true, path: /x }", ReloadActionKind.Update, "healthCheck.path" },
        { "healthCheck: { enabled: true, path: 'http://h', interval: 1 }", ReloadActionKind.Update, "healthCheck.interval" },
        { "healthCheck: { enabled: true, path: 'http://h', timeout: 1 }", ReloadActionKind.Update, "healthCheck.timeout" },
        { "healthCheck: { enabled: true, path: 'http://h', retries: 1 }", ReloadActionKind.Update, "healthCheck.retries" },
        { "healthCheck: { enabled: true, path: 'http://h', startPeriod: 1 }", ReloadActionKind.Update, "healthCheck.startPeriod" },
        { "healthCheck: { enabled: true, path: 'http://h', onUnhealthy: report }", ReloadActionKind.Update, "healthCheck.onUnhealthy" },
        { "dependsOn: [db]", ReloadActionKind.Update, "dependsOn" },
    };

    private static readonly string[] Base =
        ["command: run", "args: [a]", "env: { PORT: 8888, TOKEN: s3cret }", "healthCheck: { enabled: true, path: 'http://h' }"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_changed_key_restarts_or_updates_and_is_named_without_its_value(string line, ReloadActionKind kind, string name)
    {
        var key = line.Split(':')[0];
        var changed = Base.Where(other => other.Split(':')[0] != key).Append(line);

        Assert.Equal(new ReloadAction("web", kind, name + " changed"), Plan(Web(Base), Web(changed))[0]);
    }

    [Theory]
    [InlineData("logging: { dir: other }", "logging.dir")]
    [InlineData("logging: { logProcessOutput: false }", "logging.logProcessOutput")]
    [InlineData("logging: { maxSize: 1MB }", "logging.maxSize")]
    [InlineData("logging: { maxFiles: 1 }", "logging.maxFiles")]
    public void Changed_settings_of_the_log_restart(string settings, string name) => Assert.Equal(
        new ReloadAction("web", ReloadActionKind.Restart, name + " changed"),
        Plan(Web(Base), Web(Base) + $"settings: {{ {settings} }}")[0]);

    [Fact]
    public void State_that_moves_restarts_even_a_process_with_a_PID_file_of_its_own()
    {
        var web = Web([.. Base, "pidFile: /run/web.pid"]);

        Assert.Equal(
            new ReloadAction("web", ReloadActionKind.Restart, "settings.pidManagement.defaultPidDir changed"),
            Plan(web, web + "settings: { pidManagement: { defaultPidDir: other } }")[0]);
    }

    [Fact]
    public void Comments_and_the_order_of_keys_change_nothing() => Assert.Equal(
        [new("web", ReloadActionKind.None, "unchanged"), new("db", ReloadActionKind.None, "unchanged")],
        Plan(Web(Base), "# a comment\n" + Web(Base.Reverse().Select(line => line.Replace("PORT: 8888, TOKEN: s3cret", "TOKEN: s3cret, PORT: 8888", StringComparison.Ordinal)))));

    [Fact]
    public void Of_many_changes_the_first_few_are_named() => Assert.Equal(
        "args, cwd, name and 2 more changed",
        Plan(Web(["command: run"]), Web(["command: run", "args: [x]", "cwd: y", "name: z", "stopTimeout: 1", "env: { A: b }"]))[0].Because);

    [Theory]
    [InlineData(null, "enabled: true", ReloadActionKind.Start)]
    [InlineData(null, "enabled: false", ReloadActionKind.None)]
    [InlineData("enabled: true", null, ReloadActionKind.Stop)]
    [InlineData("enabled: false", null, ReloadActionKind.Stop)]
    [InlineData("enabled: true", "enabled: false, args: [x]", ReloadActionKind.Stop)]
    [InlineData("enabled: false", "enabled: true, args: [x]", ReloadActionKind.Start)]
    [InlineData("enabled: false", "enabled: false", ReloadActionKind.None)]
    [InlineData("enabled: false", "enabled: false, args: [x]", ReloadActionKind.Update)]
    public void Coming_going_enabling_and_disabling_start_and_stop(string? before, string? after, ReloadActionKind kind)
    {
        var action = Assert.Single(Plan(One(before), One(after)));

        Assert.Equal(kind, action.Action);
        Assert.NotEmpty(action.Because);

        static string One(string? keys) => keys is null ? "processes: {}" : $"processes: {{ web: {{ command: run, {keys} }} }}";
    }

    [Fact]
    public void Actions_come_in_the_order_of_the_new_file_and_then_those_that_are_gone() => Assert.Equal(
        ["d", "b", "c", "a"],
        Plan(Named("c", "b", "a"), Named("d", "b")).Select(action => action.Id));

    private static IReadOnlyList<ReloadAction> Plan(string before, string after) =>
        ConfigurationPlan.Plan(Given.Valid(Given.Processes(before)).Processes, Given.Valid(Given.Processes(after)).Processes);

    private static string Named(params string[] ids) => "processes:\n" + string.Concat(ids.Select(id => $"  {id}: {{ command: run }}\n"));

    private static string Web(IEnumerable<string> lines) =>
        "processes:\n  web:\n" + string.Concat(lines.Select(line => $"    {line}\n")) + "  db: { command: db }\n";
}
