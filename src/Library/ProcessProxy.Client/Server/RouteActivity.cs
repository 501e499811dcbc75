using System.Globalization;

namespace ProcessProxy;

/// <summary>What one route of the proxy has done since it was configured as it is.</summary>
public sealed record RouteActivity
{
    /// <summary>The host it serves, or null for any.</summary>
    public string? Domain { get; init; }

    /// <summary>The path it serves, with everything below.</summary>
    public required string Path { get; init; }

    /// <summary><c>proxy</c>, <c>static</c> or <c>redirect</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Where requests go: the first target, the folder of files, or where clients are sent.</summary>
    public string? Target { get; init; }

    /// <summary>Whether it is served over HTTPS only.</summary>
    public bool Ssl { get; init; }

    /// <summary>The id of the process behind it, or null.</summary>
    public string? Process { get; init; }

    /// <summary>Requests that are over.</summary>
    public long Requests { get; init; }

    /// <summary>Those of them that were answered with a status from 500 on.</summary>
    public long Errors { get; init; }

    /// <summary>Requests that waited for the process.</summary>
    public long Held { get; init; }

    /// <summary>Requests that were turned away: the process cannot answer, too many wait for it, or the client has sent too many.</summary>
    public long Refused { get; init; }

    /// <summary>Requests under way.</summary>
    public long Active { get; init; }

    /// <summary>Requests a second, over the last minute.</summary>
    public double RequestsPerSecond { get; init; }

    /// <summary>Errors a second, over the last minute.</summary>
    public double ErrorsPerSecond { get; init; }

    /// <summary>How long requests of the last five minutes took; null when there were none. WebSockets and event streams do not count.</summary>
    public RouteLatency? Latency { get; init; }

    /// <summary>The host and the path.</summary>
    public override string ToString() => $"{Domain}{Path}";
}

/// <summary>How long requests took, in milliseconds, to an eighth exactly.</summary>
/// <param name="P50">Half of them took no longer.</param>
/// <param name="P90">Nine in ten took no longer.</param>
/// <param name="P99">Ninety-nine in a hundred took no longer.</param>
public sealed record RouteLatency(double P50, double P90, double P99)
{
    /// <summary>The three times.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"p50 {P50:0.#} ms, p90 {P90:0.#} ms, p99 {P99:0.#} ms");
}
