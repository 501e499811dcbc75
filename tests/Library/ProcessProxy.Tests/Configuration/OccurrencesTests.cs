using System.Globalization;
using ProcessProxy.Configuration;
using Xunit;

namespace ProcessProxy.Tests.Configuration;

public sealed class OccurrencesTests
{
    /// <summary>The nights in which clocks are moved. In spring an hour is missing, in autumn one comes twice.</summary>
    [Theory]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00Z", "2026-03-29T01:00Z 2026-03-30T00:30Z")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00Z", "2026-10-25T00:30Z 2026-10-26T01:30Z")]
    [InlineData("*/30 * * * *", "Europe/Berlin", "2026-03-29T00:20Z", "2026-03-29T00:30Z 2026-03-29T01:00Z 2026-03-29T01:30Z")]
    [InlineData("*/30 * * * *", "Europe/Berlin", "2026-10-25T00:20Z", "2026-10-25T00:30Z 2026-10-25T01:00Z 2026-10-25T01:30Z")]
    [InlineData("30 2 * * *", "America/New_York", "2026-03-07T12:00Z", "2026-03-08T07:00Z 2026-03-09T06:30Z")]
    [InlineData("30 1 * * *", "America/New_York", "2026-10-31T12:00Z", "2026-11-01T05:30Z 2026-11-02T06:30Z")]
    [InlineData("*/30 * * * *", "America/New_York", "2026-11-01T05:20Z", "2026-11-01T05:30Z 2026-11-01T06:00Z 2026-11-01T06:30Z")]
    public void A_skipped_time_comes_right_after_the_gap_and_a_repeated_one_once(string cron, string zone, string from, string expected)
    {
        var occurrences = new Occurrences(new() { Cron = cron, TimeZone = zone, Overlap = OverlapAction.Skip }, TimeZoneInfo.Utc);
        var moment = At(from);
        foreach (var next in expected.Split(' ').Select(At))
        {
            Assert.Equal(next, occurrences.After(moment));
            Assert.Equal((1, next, next), occurrences.Between(moment, next));
            moment = next;
        }
    }

    [Fact]
    public void Without_a_time_zone_that_of_the_machine_counts() => Assert.Equal(
        At("2026-07-01T01:00Z"),
        new Occurrences(new() { Cron = "@daily", Overlap = OverlapAction.Skip }, TimeZoneInfo.CreateCustomTimeZone("x", TimeSpan.FromHours(-1), "x", "x"))
            .After(At("2026-07-01T00:30Z")));

    [Fact]
    public void So_many_are_counted_and_no_more()
    {
        var occurrences = new Occurrences(new() { Cron = "* * * * * *", Overlap = OverlapAction.Skip }, TimeZoneInfo.Utc);
        var from = At("2026-01-01T00:00Z");

        Assert.Equal((5, from.AddSeconds(1), from.AddSeconds(5)), occurrences.Between(from, from.AddSeconds(5.5)));
        Assert.Equal((Occurrences.MostCounted, from.AddSeconds(1), from.AddDays(30)), occurrences.Between(from, from.AddDays(30)));
        Assert.Equal(0, occurrences.Between(from, from.AddSeconds(0.5)).Count);
        Assert.Equal(0, occurrences.Between(from, from.AddDays(-1)).Count);
    }

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
}
