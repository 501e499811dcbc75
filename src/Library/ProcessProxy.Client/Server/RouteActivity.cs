using System.Globalization;

namespace ProcessProxy;

/// <summary>The activity of one route of the proxy since it was last changed.</summary>
public sealed record RouteActivity
{
    /// <summary>Gets the host that the route serves, or null for any.</summary>
    public string? Domain { get; init; }

    /// <summary>Gets the path that the route serves, including everything below it.</summary>
    public required string Path { get; init; }

    /// <summary>Gets the type of the route: <c>proxy</c>, <c>static</c> or <c>redirect</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Gets the first target, the folder of files, or the destination of the redirect.</summary>
    public string? Target { get; init; }

    /// <summary>Gets whether the route is served over HTTPS only.</summary>
    public bool Ssl { get; init; }

    /// <summary>Gets the ID of the process behind the route, or null.</summary>
    public string? Process { get; init; }

    /// <summary>Gets the number of finished requests.</summary>
    public long Requests { get; init; }

    /// <summary>Gets the number of requests answered with a status of 500 and above.</summary>
    public long Errors { get; init; }

    /// <summary>Gets the number of requests that waited for the process.</summary>
    public long Held { get; init; }

    /// <summary>Gets the number of requests that were refused because the process cannot answer, too many wait for it, or the client has sent too many.</summary>
    public long Refused { get; init; }

    /// <summary>Gets the number of requests in progress.</summary>
    public long Active { get; init; }

    /// <summary>Gets the number of requests per second over the last minute.</summary>
    public double RequestsPerSecond { get; init; }

    /// <summary>Gets the number of errors per second over the last minute.</summary>
    public double ErrorsPerSecond { get; init; }

    /// <summary>Gets the duration of the requests of the last five minutes; null if there were none. WebSockets and event streams are not included.</summary>
    public RouteLatency? Latency { get; init; }

    /// <summary>Returns the host and the path.</summary>
    public override string ToString() => $"{Domain}{Path}";
}

/// <summary>The duration of requests in milliseconds, accurate to one eighth.</summary>
/// <param name="P50">The time within which half of the requests were completed.</param>
/// <param name="P90">The time within which nine in ten were completed.</param>
/// <param name="P99">The time within which ninety-nine in a hundred were completed.</param>
public sealed record RouteLatency(double P50, double P90, double P99)
{
    /// <summary>Returns the three values.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"p50 {P50:0.#} ms, p90 {P90:0.#} ms, p99 {P99:0.#} ms");
}
