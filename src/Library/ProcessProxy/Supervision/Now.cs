namespace ProcessProxy.Supervision;

/// <summary>The moment of an event: one clock to decide by, one to show.</summary>
/// <param name="Elapsed">Time on the monotonic clock since the supervisor began. Delays and ages are made of this alone.</param>
/// <param name="Utc">What the wall clock says; shown to people, and compared with the occurrences of a schedule alone.</param>
/// <param name="Local">The time zone of the machine; null stands for UTC.</param>
internal readonly record struct Now(TimeSpan Elapsed, DateTimeOffset Utc, TimeZoneInfo? Local = null)
{
    /// <summary>The time zone of the machine.</summary>
    public TimeZoneInfo Zone => Local ?? TimeZoneInfo.Utc;
}
