namespace ProcessProxy.Supervision.Machine;

/// <summary>The time of an event: one clock for decisions, one for display, and a random number.</summary>
/// <param name="Elapsed">The time on the monotonic clock since the supervisor began. Delays and ages use only this.</param>
/// <param name="Utc">The wall clock time, only for display and for comparison with the occurrences of a schedule.</param>
/// <param name="Local">The time zone of the machine; null means UTC.</param>
/// <param name="Chance">A random number from 0 (inclusive) to 1 (exclusive), the only source of chance.</param>
internal readonly record struct Now(TimeSpan Elapsed, DateTimeOffset Utc, TimeZoneInfo? Local = null, double Chance = 0)
{
    /// <summary>Gets the time zone of the machine.</summary>
    public TimeZoneInfo Zone => Local ?? TimeZoneInfo.Utc;
}
