using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class EffectiveConfigurationTests
{
    [Fact]
    public void The_configuration_in_force_shows_every_value_in_the_words_of_the_file()
    {
        var shown = Given.Valid(Given.Processes(Given.Web(
            "port: auto", "portVariable: WEB_PORT", "instances: 2", "replace: stop-first", "readyAfter: 11", "stableFor: 12", "drainTimeout: 13", "replaceTimeout: 14",
            "restartOnExit: false", "restartDelay: 1", "maxRestarts: 2", "restartBackoff: exponential", "maxRestartDelay: 3", "resetAfter: 4",
            "stopSignal: SIGINT", "stopSignalTo: main", "preStart: { command: first, args: [secret], timeout: 7 }", "stopCommand: { command: bye, args: [secret] }", "stopTimeout: 5", "cleanupPidOnExit: false", "stdin: open", "output: separate", "dependsOn: [db]",
            "healthCheck: { enabled: true, path: 'http://h/x', interval: 6, timeout: 7, retries: 8, startPeriod: 9, onUnhealthy: report }")
            + "  db: { command: db }\n")).Processes.All[0].ToConfiguration();

        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["port"] = "auto", ["portVariable"] = "WEB_PORT", ["instances"] = 2L, ["replace"] = "stop-first", ["readyAfter"] = Ms(11), ["stableFor"] = Ms(12),
                ["drainTimeout"] = Ms(13), ["replaceTimeout"] = Ms(14), ["start"] = "server", ["idleTimeout"] = Ms(0), ["restartOnExit"] = false, ["restartDelay"] = Ms(1), ["maxRestarts"] = 2L, ["restartBackoff"] = "exponential", ["maxRestartDelay"] = Ms(3),
                ["resetAfter"] = Ms(4), ["restartJitter"] = 0L, ["stopSignal"] = "SIGINT", ["stopSignalTo"] = "main", ["stopTimeout"] = Ms(5), ["cleanupPidOnExit"] = false, ["stdin"] = "open", ["output"] = "separate",
                ["maxMemory"] = null, ["dependsOn"] = new[] { "db" }, ["schedule"] = null,
            },
            shown.Where(value => value.Key is not ("healthCheck" or "preStart" or "stopCommand")).ToDictionary());
        Assert.Equal(
            new Dictionary<string, object?> { ["command"] = "first", ["timeout"] = TimeSpan.FromMilliseconds(7) }, Assert.IsType<ProcessConfiguration>(shown["preStart"]).ToDictionary());
        Assert.Equal(new Dictionary<string, object?> { ["command"] = "bye" }, Assert.IsType<ProcessConfiguration>(shown["stopCommand"]).ToDictionary());
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["url"] = "http://h/x", ["interval"] = Ms(6), ["timeout"] = Ms(7), ["retries"] = 8L, ["startPeriod"] = Ms(9), ["onUnhealthy"] = "report",
            },
            Assert.IsType<ProcessConfiguration>(shown["healthCheck"]).ToDictionary());
    }

    /// <summary>As a whole number of any other kind: the API could not write another type, and answered 500.</summary>
    [Fact]
    public void A_fixed_port_shows_as_a_number() => Assert.Equal(3017L, Given.Process(Given.Web("port: 3017")).ToConfiguration()["port"]);

    [Fact]
    public void The_defaults_show_too()
    {
        var shown = Given.Process(Given.Web()).ToConfiguration();

        Assert.Equal(
            (true, Ms(2000), "constant", "SIGTERM", "merged", null),
            (shown["restartOnExit"], shown["restartDelay"], shown["restartBackoff"], shown["stopSignal"], shown["output"], shown["healthCheck"]));
    }

    [Fact]
    public void A_schedule_shows_in_the_words_of_the_file() => Assert.Equal(
        new Dictionary<string, object?> { ["cron"] = "0 3 * * *", ["timezone"] = "UTC", ["overlap"] = "queue", ["maxDuration"] = Ms(5) },
        Assert.IsType<ProcessConfiguration>(
            Given.Process(Given.Web("schedule: { cron: 0 3 * * *, timezone: UTC, overlap: queue, maxDuration: 5 }")).ToConfiguration()["schedule"]).ToDictionary());

    [Fact]
    public void What_has_a_unit_says_so()
    {
        var units = Given.Process(Given.Web()).ToConfiguration().Units;
        Assert.Equal(("ms", "ms", "bytes"), (units["restartDelay"], units["healthCheck.interval"], units["maxMemory"]));
        Assert.DoesNotContain("maxRestarts", units.Keys);
    }

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
