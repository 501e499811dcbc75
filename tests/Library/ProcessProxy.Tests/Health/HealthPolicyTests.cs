using ProcessProxy.Configuration;
using ProcessProxy.Health;
using ProcessProxy.Tests.Supervision;
using Xunit;

namespace ProcessProxy.Tests.Health;

public sealed class HealthPolicyTests
{
    private static readonly HealthCheckSpec Spec = Specs.HealthCheck();

    /// <summary>What was known, what the probe found, the age of the run in seconds; what is known then.</summary>
    public static TheoryData<HealthState, int, bool, bool, int, HealthState, int> Rows => new()
    {
        { HealthState.Unknown, 0, false, true, 0, HealthState.Healthy, 0 },
        { HealthState.Unknown, 0, false, false, 0, HealthState.Unknown, 0 },
        { HealthState.Unknown, 0, false, false, 29, HealthState.Unknown, 0 },
        { HealthState.Unknown, 0, false, false, 30, HealthState.Unknown, 1 },
        { HealthState.Unknown, 2, false, false, 31, HealthState.Unhealthy, 3 },
        { HealthState.Healthy, 0, true, false, 1, HealthState.Healthy, 1 },
        { HealthState.Healthy, 1, true, false, 1, HealthState.Healthy, 2 },
        { HealthState.Healthy, 2, true, false, 1, HealthState.Unhealthy, 3 },
        { HealthState.Healthy, 2, true, true, 1, HealthState.Healthy, 0 },
        { HealthState.Unhealthy, 3, true, false, 99, HealthState.Unhealthy, 4 },
        { HealthState.Unhealthy, 9, true, true, 99, HealthState.Healthy, 0 },
        { HealthState.Unhealthy, 3, false, true, 99, HealthState.Healthy, 0 },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_probe_changes_the_verdict(HealthState was, int failures, bool hasSucceeded, bool ok, int age, HealthState state, int then)
    {
        var probe = new HealthCheckResult(default, ok, ok ? 200 : 503, "", default);
        var after = HealthPolicy.After(new HealthRecord(was, failures, hasSucceeded, null), probe, TimeSpan.FromSeconds(age), Spec);
        Assert.Equal(new HealthRecord(state, then, hasSucceeded || ok, probe), after);
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(1, 200)]
    [InlineData(2, 400)]
    [InlineData(3, 800)]
    [InlineData(4, 1000)]
    [InlineData(100_000, 1000)]
    public void A_run_that_comes_up_is_asked_soon_and_then_each_second(int probes, int milliseconds) => Assert.Equal(
        TimeSpan.FromMilliseconds(milliseconds), HealthPolicy.NextPause(false, TimeSpan.FromSeconds(1), probes, Spec));

    [Theory]
    [InlineData(true, 1, 1, 30_000)]
    [InlineData(false, 30, 1, 30_000)]
    [InlineData(false, 29, 9, 1000)]
    [InlineData(false, 3000, 0, 100)]
    public void Afterwards_the_interval_counts_but_for_the_first_probe_of_one_that_was_adopted(bool succeeded, int age, int probes, int milliseconds) => Assert.Equal(
        TimeSpan.FromMilliseconds(milliseconds), HealthPolicy.NextPause(succeeded, TimeSpan.FromSeconds(age), probes, Spec));

    [Fact]
    public void A_shorter_interval_wins() => Assert.Equal(
        TimeSpan.FromMilliseconds(50),
        HealthPolicy.NextPause(false, TimeSpan.Zero, 3, Spec with { Interval = TimeSpan.FromMilliseconds(50) }));
}
