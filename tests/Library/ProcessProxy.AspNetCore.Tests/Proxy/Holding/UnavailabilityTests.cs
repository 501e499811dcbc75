using ProcessProxy.AspNetCore.Proxy.Holding;
using ProcessProxy.Supervision;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Holding;

public class UnavailabilityTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData(RunState.Backoff, 2400, 3)]
    [InlineData(RunState.Backoff, 10, 1)]
    [InlineData(RunState.Backoff, -5000, 1)]
    [InlineData(RunState.Starting, null, 1)]
    [InlineData(RunState.Stopping, null, 1)]
    [InlineData(RunState.Failed, null, 30)]
    [InlineData(RunState.Stopped, null, 30)]
    public void Retry_After_says_when_the_next_attempt_is(RunState state, int? nextIn, int expected)
    {
        var next = nextIn is { } milliseconds ? Now.AddMilliseconds(milliseconds) : (DateTimeOffset?)null;
        var error = Unavailability.Of("web", new ProcessReadiness(state, HealthState.None, "exit code 1.", next, 1, WillRun: false), Now);
        Assert.Equal(503, error.Status);
        Assert.Equal(TimeSpan.FromSeconds(expected), error.RetryAfter);
        Assert.Contains("'web'", error.Inside);
        Assert.EndsWith("exit code 1.", error.Inside);
    }

    [Fact]
    public void What_a_failed_probe_found_is_told_of_a_process_that_runs() => Assert.Equal(
        "The process 'web' is running, but its health check fails: 403 Forbidden",
        Unavailability.Of(
            "web", new ProcessReadiness(RunState.Running, HealthState.Unknown, "started by an operator", null, 1, WillRun: true) { FailedProbe = "403 Forbidden" }, Now).Inside);

    [Fact]
    public void People_anywhere_are_told_what_to_do_and_nothing_of_what_is_inside()
    {
        foreach (var state in Enum.GetValues<RunState>())
        {
            var process = new ProcessReadiness(state, HealthState.None, "could not be launched: its working directory /srv/web does not exist", null, 1, WillRun: false);
            foreach (var error in new[] { Unavailability.Of("web", process, Now), Unavailability.Crowded("web", process, Now), Unavailability.Of("web", null, Now) })
            {
                Assert.DoesNotContain("web", error.Sentence, StringComparison.Ordinal);
                Assert.Contains("Try again", error.Sentence, StringComparison.Ordinal);
                Assert.Contains("'web'", error.Inside, StringComparison.Ordinal);
            }
        }
    }
}
