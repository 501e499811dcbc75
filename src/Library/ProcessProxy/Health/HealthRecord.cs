namespace ProcessProxy.Health;

/// <summary>The health of one run.</summary>
/// <param name="State">The health state.</param>
/// <param name="Failures">The number of consecutive failed probes that count.</param>
/// <param name="HasSucceeded">Whether any probe of this run succeeded.</param>
/// <param name="Last">The last probe.</param>
internal sealed record HealthRecord(HealthState State, int Failures, bool HasSucceeded, HealthCheckResult? Last)
{
    /// <summary>Gets why an unhealthy run is not replaced for now, in words; null if nothing prevents it.</summary>
    public string? Spared { get; init; }

    /// <summary>Gets how many probes had failed when it last could not be replaced. Only later ones count.</summary>
    public int SparedFailures { get; init; }

    /// <summary>Gets the record of a process without a health check.</summary>
    public static HealthRecord None { get; } = new(HealthState.None, 0, false, null);

    /// <summary>Gets the record of a run that has not been probed yet.</summary>
    public static HealthRecord Unknown { get; } = new(HealthState.Unknown, 0, false, null);
}
