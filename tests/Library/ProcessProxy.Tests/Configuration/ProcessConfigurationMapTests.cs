using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class ProcessConfigurationMapTests
{
    [Fact]
    public void The_configuration_in_force_shows_every_value_in_the_words_of_the_file()
    {
        var shown = Given.Valid(Given.Processes(Given.Web(
            "restartOnExit: false", "restartDelay: 1", "maxRestarts: 2", "restartBackoff: exponential", "maxRestartDelay: 3", "resetAfter: 4",
            "stopSignal: SIGINT", "stopTimeout: 5", "cleanupPidOnExit: false", "output: separate", "dependsOn: [db]",
            "healthCheck: { enabled: true, path: 'http://h/x', interval: 6, timeout: 7, retries: 8, startPeriod: 9, onUnhealthy: report }")
            + "  db: { command: db }\n")).Processes.All[0].ToConfiguration();

        Assert.Equal(["db"], shown.DependsOn);
        Assert.Equal(
            new ProcessConfiguration
            {
                RestartOnExit = false, RestartDelay = Ms(1), MaxRestarts = 2, RestartBackoff = "exponential", MaxRestartDelay = Ms(3),
                ResetAfter = Ms(4), StopSignal = "SIGINT", StopTimeout = Ms(5), CleanupPidOnExit = false, Output = "separate",
                DependsOn = shown.DependsOn,
                HealthCheck = new()
                {
                    Url = "http://h/x", Interval = Ms(6), Timeout = Ms(7), Retries = 8, StartPeriod = Ms(9), OnUnhealthy = "report",
                },
            },
            shown);
    }

    [Fact]
    public void The_defaults_show_too()
    {
        var shown = Given.Process(Given.Web()).ToConfiguration();

        Assert.Equal(
            (true, Ms(2000), "constant", "SIGTERM", "merged", null),
            (shown.RestartOnExit, shown.RestartDelay, shown.RestartBackoff, shown.StopSignal, shown.Output, shown.HealthCheck));
    }

    [Fact]
    public void A_schedule_shows_in_the_words_of_the_file() => Assert.Equal(
        new ScheduleConfiguration { Cron = "0 3 * * *", Timezone = "UTC", Overlap = "queue", MaxDuration = Ms(5) },
        Given.Process(Given.Web("schedule: { cron: 0 3 * * *, timezone: UTC, overlap: queue, maxDuration: 5 }")).ToConfiguration().Schedule);

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
