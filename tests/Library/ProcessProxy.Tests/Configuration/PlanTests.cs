using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class PlanTests
{
    /// <summary>One line of the file, what it does to a process, and how it is told.</summary>
    public static TheoryData<string, ReloadActionKind, string> Changes => new()
    {
        { "command: other", ReloadActionKind.Restart, "command run → other" },
        { "args: [b]", ReloadActionKind.Restart, "args changed" },
        { "env: { PORT: 8892, TOKEN: s3cret }", ReloadActionKind.Restart, "env.PORT 8888 → 8892" },
        { "env: { PORT: 8888, TOKEN: s3cret, HOME: null }", ReloadActionKind.Restart, "env.HOME is no longer passed on" },
        { "env: { PORT: 8888, TOKEN: other }", ReloadActionKind.Restart, "env.TOKEN changed" },
        { "env: { PORT: 8888 }", ReloadActionKind.Restart, "env.TOKEN changed" },
        { "env: { PORT: 8888, TOKEN: s3cret, NEW: '' }", ReloadActionKind.Restart, "env.NEW changed" },
        { "cleanupPidOnExit: false", ReloadActionKind.Restart, "cleanupPidOnExit true → false" },
        { "stdin: open", ReloadActionKind.Restart, "stdin empty → open" },
        { "output: pipe", ReloadActionKind.Restart, "output merged → pipe" },
        { "output: separate", ReloadActionKind.Restart, "output merged → separate" },
        { "name: Other", ReloadActionKind.Update, "name web → Other" },
        { "description: Other", ReloadActionKind.Update, "description changed" },
        { "restartOnExit: false", ReloadActionKind.Update, "restartOnExit true → false" },
        { "restartDelay: 1", ReloadActionKind.Update, "restartDelay 2000 → 1" },
        { "maxRestarts: 1", ReloadActionKind.Update, "maxRestarts 10 → 1" },
        { "restartBackoff: exponential", ReloadActionKind.Update, "restartBackoff constant → exponential" },
        { "maxRestartDelay: 70000", ReloadActionKind.Update, "maxRestartDelay 60000 → 70000" },
        { "resetAfter: 1", ReloadActionKind.Update, "resetAfter 60000 → 1" },
        { "stopSignal: SIGINT", ReloadActionKind.Update, "stopSignal SIGTERM → SIGINT" },
        { "stopSignalTo: main", ReloadActionKind.Update, "stopSignalTo group → main" },
        { "preStart: { command: first }", ReloadActionKind.Update, "preStart.command none → first, preStart.args changed" },
        { "stopCommand: { command: bye }", ReloadActionKind.Update, "stopCommand.command none → bye, stopCommand.args changed" },
        { "stopTimeout: 1", ReloadActionKind.Update, "stopTimeout 10000 → 1" },
        { "healthCheck: { enabled: false }", ReloadActionKind.Update, "healthCheck.enabled true → false" },
        { "healthCheck: { enabled: true, path: /x }", ReloadActionKind.Update, "healthCheck.path changed" },
        { "healthCheck: { enabled: true, path: 'http://h', interval: 1 }", ReloadActionKind.Update, "healthCheck.interval 30000 → 1" },
        { "healthCheck: { enabled: true, path: 'http://h', timeout: 1 }", ReloadActionKind.Update, "healthCheck.timeout 5000 → 1" },
        { "healthCheck: { enabled: true, path: 'http://h', retries: 1 }", ReloadActionKind.Update, "healthCheck.retries 3 → 1" },
        { "healthCheck: { enabled: true, path: 'http://h', startPeriod: 1 }", ReloadActionKind.Update, "healthCheck.startPeriod 30000 → 1" },
        { "healthCheck: { enabled: true, path: 'http://h', onUnhealthy: report }", ReloadActionKind.Update, "healthCheck.onUnhealthy restart → report" },
        { "instances: 4", ReloadActionKind.Update, "instances 1 → 4" },
        { "instances: 1", ReloadActionKind.Update, "PROCESSPROXY_INSTANCE not set → set" },
        { "readyAfter: 1", ReloadActionKind.Update, "readyAfter 1000 → 1" },
        { "stableFor: 1", ReloadActionKind.Update, "stableFor 0 → 1" },
        { "drainTimeout: 1", ReloadActionKind.Update, "drainTimeout 30000 → 1" },
        { "replaceTimeout: 1", ReloadActionKind.Update, "replaceTimeout 60000 → 1" },
        { "dependsOn: [db]", ReloadActionKind.Update, "dependsOn [] → [db]" },
    };

    private static readonly string[] Base =
        ["command: run", "args: [a]", "env: { PORT: 8888, TOKEN: s3cret }", "healthCheck: { enabled: true, path: 'http://h' }"];

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_changed_key_restarts_or_updates_and_says_from_what_to_what(string line, ReloadActionKind kind, string because)
    {
        var key = line.Split(':')[0];
        var changed = Base.Where(other => other.Split(':')[0] != key).Append(line);

        Assert.Equal(new ReloadAction("web", kind, because), Plan(Web(Base), Web(changed))[0]);
    }

    [Theory]
    [InlineData("port: 3000", "port: 3001", ReloadActionKind.Restart, "port 3000 → 3001")]
    [InlineData("port: 3000", "port: auto", ReloadActionKind.Replace, "port 3000 → auto, replace stop-first → rolling")]
    [InlineData("port: auto", "port: 3000", ReloadActionKind.Restart, "port auto → 3000, replace rolling → stop-first")]
    [InlineData("port: auto", "port: auto, portVariable: WEB", ReloadActionKind.Replace, "portVariable PORT → WEB")]
    [InlineData("port: auto", "port: auto, args: [b]", ReloadActionKind.Replace, "args changed")]
    [InlineData("port: auto", "port: auto, replace: stop-first", ReloadActionKind.Update, "replace rolling → stop-first")]
    [InlineData("port: auto", "port: auto, replace: stop-first, args: [b]", ReloadActionKind.Restart, "args changed, replace rolling → stop-first")]
    [InlineData("replace: rolling", "replace: rolling, args: [b]", ReloadActionKind.Replace, "args changed")]
    [InlineData("instances: 2", "instances: 4", ReloadActionKind.Update, "instances 2 → 4")]
    [InlineData("args: ['${INSTANCE}']", "args: ['${INSTANCE}'], instances: 2", ReloadActionKind.Restart, "${INSTANCE} literal → the number, instances 1 → 2")]
    public void A_program_that_can_run_beside_another_is_replaced(string before, string after, ReloadActionKind kind, string because) => Assert.Equal(
        new ReloadAction("web", kind, because), Assert.Single(Plan(One(before), One(after))));

    [Theory]
    [InlineData("cron: '@hourly'", "schedule.cron @daily → @hourly")]
    [InlineData("cron: '@daily', timezone: UTC", "schedule.timezone none → UTC")]
    [InlineData("cron: '@daily', overlap: kill", "schedule.overlap skip → kill")]
    [InlineData("cron: '@daily', maxDuration: 5", "schedule.maxDuration none → 5")]
    public void A_changed_schedule_touches_no_run(string schedule, string because) => Assert.Equal(
        new ReloadAction("web", ReloadActionKind.Update, because),
        Plan(Web(["command: run", "schedule: { cron: '@daily' }"]), Web(["command: run", $"schedule: {{ {schedule} }}"]))[0]);

    [Fact]
    public void A_changed_launch_of_a_job_waits_for_its_next_run() => Assert.Equal(
        new ReloadAction("web", ReloadActionKind.Update, "command run → other"),
        Plan(Web(["command: run", "schedule: { cron: '@daily' }"]), Web(["command: other", "schedule: { cron: '@daily' }"]))[0]);

    [Fact]
    public void What_becomes_a_job_is_stopped_and_what_is_one_no_more_is_started()
    {
        string[] service = ["command: run", "restartOnExit: false"];
        string[] job = [.. service, "schedule: { cron: '@daily' }"];

        Assert.Equal(
            new ReloadAction("web", ReloadActionKind.Stop, "schedule.cron none → @daily, schedule.overlap none → skip"), Plan(Web(service), Web(job))[0]);
        Assert.Equal(
            new ReloadAction("web", ReloadActionKind.Start, "schedule.cron @daily → none, schedule.overlap skip → none"), Plan(Web(job), Web(service))[0]);
    }

    [Theory]
    [InlineData("logging: { dir: other }", "logging.dir changed")]
    [InlineData("logging: { logProcessOutput: false }", "logging.logProcessOutput true → false")]
    [InlineData("logging: { maxSize: 1MB }", "logging.maxSize 52428800 → 1048576")]
    [InlineData("logging: { maxFiles: 1 }", "logging.maxFiles 5 → 1")]
    public void Changed_settings_of_the_log_restart(string settings, string because) => Assert.Equal(
        new ReloadAction("web", ReloadActionKind.Restart, because),
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
        "args changed, name web → z, stopTimeout 10000 → 1 and 1 more",
        Plan(Web(["command: run"]), Web(["command: run", "args: [x]", "name: z", "stopTimeout: 1", "env: { A: b }"]))[0].Because);

    [Theory]
    [InlineData("cwd: other", "cwd *other")]
    [InlineData("pidFile: other.pid", "pidFile *other.pid")]
    public void A_path_is_shown_whole(string line, string pattern)
    {
        var because = Plan(Web(Base), Web([.. Base, line]))[0].Because;

        Assert.Matches("^" + pattern.Replace(" *", " /.* → /.*", StringComparison.Ordinal) + "$", because);
    }

    [Theory]
    [InlineData("PORT", "1", "2", "env.PORT 1 → 2")]
    [InlineData("VERBOSE", "true", "false", "env.VERBOSE true → false")]
    [InlineData("NODE_ENV", "production", "test", "env.NODE_ENV changed")]
    [InlineData("PIN", "1234", "4321", "env.PIN changed")]
    [InlineData("ACCOUNT", "123456", "1", "env.ACCOUNT changed")]
    [InlineData("API_KEY", "true", "false", "env.API_KEY changed")]
    public void Of_the_environment_only_what_can_be_no_secret_is_shown(string name, string before, string after, string because) => Assert.Equal(
        because,
        Plan(Web(["command: run", $"env: {{ {name}: '{before}' }}"]), Web(["command: run", $"env: {{ {name}: '{after}' }}"]))[0].Because);

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
    }

    [Fact]
    public void Actions_come_in_the_order_of_the_new_file_and_then_those_that_are_gone() => Assert.Equal(
        ["d", "b", "c", "a"],
        Plan(Named("c", "b", "a"), Named("d", "b")).Select(action => action.Id));

    private static IReadOnlyList<ReloadAction> Plan(string before, string after) =>
        ConfigurationPlan.Plan(Given.Valid(Given.Processes(before)).Processes, Given.Valid(Given.Processes(after)).Processes);

    private static string One(string? keys) => keys is null ? "processes: {}" : $"processes: {{ web: {{ command: run, {keys} }} }}";

    private static string Named(params string[] ids) => "processes:\n" + string.Concat(ids.Select(id => $"  {id}: {{ command: run }}\n"));

    private static string Web(IEnumerable<string> lines) =>
        "processes:\n  web:\n" + string.Concat(lines.Select(line => $"    {line}\n")) + "  db: { command: db }\n";
}
