using ProcessProxy.Configuration;
using ProcessProxy.Supervision;
using Xunit;

namespace ProcessProxy.Tests.Supervision;

public sealed class RestartPolicyTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 8)]
    [InlineData(5, 32)]
    [InlineData(6, 60)]
    [InlineData(63, 60)]
    [InlineData(64, 60)]
    [InlineData(int.MaxValue, 60)]
    public void Exponential_pauses_double_up_to_their_limit(int failures, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RestartPolicy.Delay(Exponential(2000, 60_000), failures));

    [Theory]
    [InlineData(1)]
    [InlineData(1025)]
    [InlineData(int.MaxValue)]
    public void No_pause_stays_no_pause_however_often_it_failed(int failures) =>
        Assert.Equal(TimeSpan.Zero, RestartPolicy.Delay(Exponential(0, 60_000), failures));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Pauses_never_shrink_overflow_or_leave_their_bounds(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 20_000; i++)
        {
            var delay = random.Next(4) switch { 0 => 0, 1 => int.MaxValue, _ => random.Next() };
            var spec = Exponential(delay, random.Next(3) == 0 ? int.MaxValue : random.Next(delay, int.MaxValue)) with
            {
                Backoff = random.Next(2) == 0 ? RestartBackoff.Constant : RestartBackoff.Exponential,
            };
            var failures = random.Next(3) == 0 ? random.Next(1, int.MaxValue) : random.Next(1, 100);
            var pause = RestartPolicy.Delay(spec, failures);
            Assert.InRange(pause, spec.Delay, spec.MaxDelay);
            Assert.True(RestartPolicy.Delay(spec, failures + (failures < int.MaxValue ? 1 : 0)) >= pause);
            Assert.True(spec.Backoff == RestartBackoff.Exponential || pause == spec.Delay);
        }
    }

    [Theory]
    [InlineData(10, 0, 10)]
    [InlineData(10, 9, 1)]
    [InlineData(10, 10, 0)]
    [InlineData(3, 10, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(int.MaxValue, int.MaxValue, 0)]
    public void What_is_left_of_the_budget_is_never_negative(int max, int failures, int left) =>
        Assert.Equal(left, RestartPolicy.Left(Exponential(0, 0) with { Max = max }, failures));

    private static RestartSpec Exponential(int delay, int maxDelay) => Specs.Process(restartDelay: delay, backoff: RestartBackoff.Exponential).Restart with
    {
        MaxDelay = TimeSpan.FromMilliseconds(maxDelay),
    };
}
