using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Machine;
using Xunit;

namespace ProcessProxy.Tests.Supervision.Machine;

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
        Assert.Equal(TimeSpan.FromSeconds(seconds), RestartPolicy.Delay(Exponential(2000, 60_000), failures, chance: 0.9));

    [Theory]
    [InlineData(1)]
    [InlineData(1025)]
    [InlineData(int.MaxValue)]
    public void No_pause_stays_no_pause_however_often_it_failed(int failures) =>
        Assert.Equal(TimeSpan.Zero, RestartPolicy.Delay(Exponential(0, 60_000) with { Jitter = 100 }, failures, chance: 0.9));

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
            var pause = RestartPolicy.Delay(spec, failures, chance: 0.9);
            Assert.InRange(pause, spec.Delay, spec.MaxDelay);
            Assert.True(RestartPolicy.Delay(spec, failures + (failures < int.MaxValue ? 1 : 0), chance: 0.9) >= pause);
            Assert.True(spec.Backoff == RestartBackoff.Exponential || pause == spec.Delay);
        }
    }

    [Theory]
    [InlineData(0, 0.999, 2000)]
    [InlineData(50, 0, 2000)]
    [InlineData(50, 0.5, 2500)]
    [InlineData(100, 0.75, 3500)]
    public void A_pause_is_lengthened_by_chance_up_to_the_jitter(int jitter, double chance, int milliseconds)
    {
        var spec = Exponential(2000, 2000) with { Jitter = jitter };
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), RestartPolicy.Delay(spec, 1, chance));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), RestartPolicy.Delay(spec, 60, chance));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), RestartPolicy.DelayForRoom(spec, 0, chance));
    }

    [Fact]
    public void The_longest_pause_with_all_its_jitter_is_one_that_a_timer_takes()
    {
        var longest = RestartPolicy.Delay(Exponential(int.MaxValue, int.MaxValue) with { Jitter = 100 }, 1, Math.BitDecrement(1));
        using var timer = TimeProvider.System.CreateTimer(_ => { }, null, longest, Timeout.InfiniteTimeSpan);
        Assert.InRange(longest.TotalMilliseconds, 2.0 * int.MaxValue - 1, 2.0 * int.MaxValue);
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
