using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class DefaultsTests
{
    private const string Settings = """

        settings:
          onExit: detach
          defaultHealthCheck: { enabled: true, path: /ready, interval: 11, timeout: 12, retries: 13, startPeriod: 14, onUnhealthy: report }
          defaultRestart:
            { restartOnExit: false, restartDelay: 21, maxRestarts: 22, restartBackoff: exponential, maxRestartDelay: 23, resetAfter: 24 }
          pidManagement: { defaultPidDir: run, cleanupPidOnExit: false }
          logging: { logProcessOutput: false, logHealthChecks: true, logRestarts: false, dir: /var/log/app, maxSize: 64KB, maxFiles: 2 }
        """;

    [Fact]
    public void A_process_that_says_nothing_has_the_defaults_of_the_contract()
    {
        var process = Given.Process(Given.Web());

        Assert.Equal(
            new ProcessSpec
            {
                Id = "web",
                Name = "web",
                Enabled = true,
                Launch = new()
                {
                    Command = "run",
                    Cwd = "/srv/app",
                    PidFile = "/srv/app/pids/web.pid",
                    CleanupPidOnExit = true,
                    Log = new() { File = "/srv/app/logs/web.log", PipeFile = "/srv/app/pids/.web.output", Keep = true, MaxSize = 50 * 1024 * 1024, MaxFiles = 5 },
                },
                Restart = new()
                {
                    OnExit = RestartCondition.Always, Delay = Ms(2000), Max = 10, Backoff = RestartBackoff.Constant, MaxDelay = Ms(60_000), ResetAfter = Ms(60_000),
                },
                Stop = new() { Signal = "SIGTERM", Timeout = Ms(10_000) },
            },
            process);
    }

    [Fact]
    public void An_own_health_check_that_is_only_enabled_has_the_defaults_of_the_contract() => Assert.Equal(
        new HealthCheckSpec
        {
            Enabled = true, Path = "/health", Url = new("http://localhost:81/health"), Interval = Ms(30_000), Timeout = Ms(5000), Retries = 3, StartPeriod = Ms(30_000),
            OnUnhealthy = UnhealthyAction.Restart,
        },
        Given.Process(Given.Web("env: { PORT: 81 }", "healthCheck: { enabled: true }")).HealthCheck);

    [Fact]
    public void Settings_replace_every_default()
    {
        var spec = Given.Valid(Given.Processes(Given.Web("env: { PORT: 81 }") + Settings)).Processes;

        Assert.Equal(("/srv/app/run", true, true, false), (spec.StateDirectory, spec.DetachOnExit, spec.LogHealthChecks, spec.LogRestarts));
        var process = Assert.Single(spec.All);
        Assert.Equal(("/srv/app/run/web.pid", false), (process.Launch.PidFile, process.Launch.CleanupPidOnExit));
        Assert.Equal(
            new LogSpec { File = "/var/log/app/web.log", PipeFile = "/srv/app/run/.web.output", Keep = false, MaxSize = 65_536, MaxFiles = 2 }, process.Launch.Log);
        Assert.Equal(
            new RestartSpec { OnExit = RestartCondition.Never, Delay = Ms(21), Max = 22, Backoff = RestartBackoff.Exponential, MaxDelay = Ms(23), ResetAfter = Ms(24) },
            process.Restart);
        Assert.Equal(
            new HealthCheckSpec
            {
                Enabled = true, Path = "/ready", Url = new("http://localhost:81/ready"), Interval = Ms(11), Timeout = Ms(12), Retries = 13, StartPeriod = Ms(14),
                OnUnhealthy = UnhealthyAction.Report,
            },
            process.HealthCheck);
    }

    [Fact]
    public void The_own_keys_of_a_process_win_over_settings()
    {
        var process = Given.Process(Given.Web(
            "name: The web", "description: Serves", "enabled: false", "args: [a]", "cwd: sub", "env: { PORT: 81 }",
            "restartOnExit: true", "restartDelay: 1", "maxRestarts: 2", "restartBackoff: constant", "maxRestartDelay: 3", "resetAfter: 4",
            "stopSignal: SIGINT", "stopTimeout: 5", "pidDir: /run/own", "cleanupPidOnExit: true", "stdin: open", "output: separate", "dependsOn: []",
            "healthCheck: { enabled: true, path: /own, interval: 6, timeout: 7, retries: 8, startPeriod: 9, onUnhealthy: restart }") + Settings);

        Assert.Equal(
            new ProcessSpec
            {
                Id = "web",
                Name = "The web",
                Description = "Serves",
                Enabled = false,
                Launch = new()
                {
                    Command = "run", Args = ["a"], Cwd = "/srv/app/sub", Env = new([new("PORT", "81")]), PidFile = "/run/own/web.pid",
                    CleanupPidOnExit = true, Stdin = InputMode.Open,
                    Log = new() { File = "/var/log/app/web.log", PipeFile = "/srv/app/run/.web.output", Output = OutputMode.Separate, Keep = false, MaxSize = 65_536, MaxFiles = 2 },
                },
                Restart = new() { OnExit = RestartCondition.Always, Delay = Ms(1), Max = 2, Backoff = RestartBackoff.Constant, MaxDelay = Ms(3), ResetAfter = Ms(4) },
                Stop = new() { Signal = "SIGINT", Timeout = Ms(5) },
                HealthCheck = new()
                {
                    Enabled = true, Path = "/own", Url = new("http://localhost:81/own"), Interval = Ms(6), Timeout = Ms(7), Retries = 8, StartPeriod = Ms(9),
                    OnUnhealthy = UnhealthyAction.Restart,
                },
            },
            process);
    }

    [Theory]
    [InlineData("2048", 2048)]
    [InlineData("10KB", 10_240)]
    [InlineData("10 kb", 10_240)]
    [InlineData("50MB", 52_428_800)]
    [InlineData("1GB", 1_073_741_824)]
    [InlineData("\"3mb\"", 3_145_728)]
    [InlineData("4096B", 4096)]
    public void A_size_is_a_number_of_bytes_or_has_a_unit_of_1024(string written, long bytes) =>
        Assert.Equal(bytes, Given.Process(Given.Web() + $"settings: {{ logging: {{ maxSize: {written} }} }}").Launch.Log.MaxSize);

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
