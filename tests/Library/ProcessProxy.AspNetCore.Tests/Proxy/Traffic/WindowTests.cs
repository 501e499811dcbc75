using ProcessProxy.AspNetCore.Proxy.Traffic;
using Xunit;

namespace ProcessProxy.AspNetCore.Tests.Proxy.Traffic;

public class WindowTests
{
    [Fact]
    public void The_rate_is_that_of_the_sixty_seconds_before_this_one()
    {
        var window = new SecondsWindow();
        for (var second = 1000u; second < 1060; second++)
        {
            window.Add(second);
            window.Add(second);
        }

        Assert.Equal(2, window.PerSecond(1060));
        Assert.Equal(1, window.PerSecond(1090));
        Assert.Equal(0, window.PerSecond(1120));

        // This second is not over.
        window.Add(2000);
        Assert.Equal(0, window.PerSecond(2000));
        Assert.Equal(1.0 / 60, window.PerSecond(2001));
    }

    [Fact]
    public void A_place_that_is_used_again_forgets_what_was_there()
    {
        var window = new SecondsWindow();
        window.Add(7);
        window.Add(7 + SecondsWindow.Length + 1);
        Assert.Equal(1.0 / 60, window.PerSecond(7 + SecondsWindow.Length + 2));
    }

    [Fact]
    public void Of_many_at_once_none_is_lost()
    {
        var cell = 0L;
        Parallel.For(0, 100_000, i => StampedCount.Add(ref cell, 3));
        Assert.Equal((3u, 100_000u), StampedCount.Read(ref cell));
        Parallel.For(0, 100_000, i => StampedCount.Add(ref cell, 4));
        Assert.Equal((4u, 100_000u), StampedCount.Read(ref cell));
    }

    [Fact]
    public void Of_the_first_at_once_none_is_lost()
    {
        for (var i = 0; i < 200; i++)
        {
            var window = new SecondsWindow();
            Parallel.For(0, 6, _ => window.Add(7));
            Assert.Equal(0.1, window.PerSecond(8));
        }
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(250)]
    [InlineData(99_000)]
    public void A_percentile_is_right_to_an_eighth(double milliseconds)
    {
        var histogram = new LatencyHistogram();
        histogram.Add(1, TimeSpan.FromMilliseconds(milliseconds));
        Assert.InRange(histogram.Percentiles(1)!.P50, (milliseconds * 0.875) - 0.016, (milliseconds * 1.125) + 0.016);
    }

    [Fact]
    public void Percentiles_are_those_of_what_was_counted()
    {
        var histogram = new LatencyHistogram();
        for (var i = 1; i <= 1000; i++)
        {
            histogram.Add(10, TimeSpan.FromMilliseconds(i));
        }

        var percentiles = histogram.Percentiles(10)!;
        Assert.InRange(percentiles.P50, 440, 560);
        Assert.InRange(percentiles.P90, 800, 1010);
        Assert.InRange(percentiles.P99, 880, 1100);
    }

    [Fact]
    public void What_is_older_than_five_minutes_is_forgotten()
    {
        var histogram = new LatencyHistogram();
        Assert.Null(histogram.Percentiles(10));
        histogram.Add(10, TimeSpan.FromSeconds(1));
        Assert.NotNull(histogram.Percentiles(14));
        Assert.Null(histogram.Percentiles(15));
        histogram.Add(15, TimeSpan.FromMilliseconds(1));
        Assert.InRange(histogram.Percentiles(15)!.P99, 0.8, 1.2);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(long.MaxValue)]
    public void Any_duration_has_a_bucket(long ticks)
    {
        var histogram = new LatencyHistogram();
        histogram.Add(1, TimeSpan.FromTicks(ticks));
        Assert.NotNull(histogram.Percentiles(1));
    }
}
