namespace ProcessProxy.Supervision;

/// <summary>The moment of an event: one clock to decide by, one to show.</summary>
/// <param name="Elapsed">Time on the monotonic clock since the supervisor began. Delays and ages are made of this alone.</param>
/// <param name="Utc">What the wall clock says; shown to people, never compared.</param>
internal readonly record struct Now(TimeSpan Elapsed, DateTimeOffset Utc);
