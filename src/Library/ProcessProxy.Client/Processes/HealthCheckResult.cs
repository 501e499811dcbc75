using System.Text.Json.Serialization;

namespace ProcessProxy;

/// <summary>The result of one health probe.</summary>
/// <param name="At">The time the probe ended, in UTC.</param>
/// <param name="Ok">True for a response with a 2xx status.</param>
/// <param name="Status">The HTTP status, or null if there was no response.</param>
/// <param name="Detail">The status, or why there was no response, in words.</param>
/// <param name="Duration">The duration of the probe.</param>
public sealed record HealthCheckResult(DateTimeOffset At, bool Ok, int? Status, string Detail, TimeSpan Duration)
{
    /// <summary>Gets the beginning of the body of a failed response, at most 1 KB; null otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Body { get; init; }

    /// <summary>Returns the result as text.</summary>
    public override string ToString() => Detail;
}
