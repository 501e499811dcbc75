namespace ProcessProxy.Supervision.Machine;

/// <summary>The moment of an event: one clock to decide by, one to show, and what chance says just then.</summary>
/// <param name="Elapsed">Time on the monotonic clock since the supervisor began. Delays and ages are made of this alone.</param>
/// <param name="Utc">What the wall clock says; shown to people, and compared with the occurrences of a schedule alone.</param>
/// <param name="Local">The time zone of the machine; null stands for UTC.</param>
/// <param name="Chance">A number from 0 to 1, without 1, drawn by chance for this moment. Whatever is left to chance is made of it.</param>
internal readonly record struct Now(TimeSpan Elapsed, DateTimeOffset Utc, TimeZoneInfo? Local = null, double Chance = 0)
{
    /// <summary>The time zone of the machine.</summary>
    public TimeZoneInfo Zone => Local ?? TimeZoneInfo.Utc;
}
