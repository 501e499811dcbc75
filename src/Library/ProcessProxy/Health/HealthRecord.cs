namespace ProcessProxy.Health;

/// <summary>What is known of the health of one run.</summary>
/// <param name="State">The verdict.</param>
/// <param name="Failures">How many probes have failed one after the other and counted.</param>
/// <param name="HasSucceeded">Whether any probe of this run succeeded.</param>
/// <param name="Last">The last probe.</param>
internal sealed record HealthRecord(HealthState State, int Failures, bool HasSucceeded, HealthCheckResult? Last)
{
    /// <summary>Why an unhealthy run is left running for the time being, in words; null when nothing keeps it from being replaced.</summary>
    public string? Spared { get; init; }

    /// <summary>How many probes had failed when it last could not be replaced. Those after it decide.</summary>
    public int SparedFailures { get; init; }

    /// <summary>A process without a health check.</summary>
    public static HealthRecord None { get; } = new(HealthState.None, 0, false, null);

    /// <summary>A run that has not been probed yet.</summary>
    public static HealthRecord Unknown { get; } = new(HealthState.Unknown, 0, false, null);
}
