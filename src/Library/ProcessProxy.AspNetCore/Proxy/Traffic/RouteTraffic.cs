using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Proxy.Traffic;

/// <summary>The counters of one route. Nothing here waits, locks or allocates per request.</summary>
internal sealed class RouteTraffic
{
    private const uint SecondsPerMinute = 60;
    private readonly SecondsWindow requestsBySecond = new();
    private readonly SecondsWindow errorsBySecond = new();
    private readonly LatencyHistogram latency = new();
    private long requests;
    private long errors;
    private long held;
    private long refused;
    private long active;

    /// <summary>Gets the number of finished requests.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>Gets the number of requests answered with a status of 500 and above.</summary>
    public long Errors => Interlocked.Read(ref errors);

    /// <summary>Gets the number of requests that waited for the process.</summary>
    public long Held => Interlocked.Read(ref held);

    /// <summary>Gets the number of requests that were refused.</summary>
    public long Refused => Interlocked.Read(ref refused);

    /// <summary>Gets the number of requests in progress.</summary>
    public long Active => Interlocked.Read(ref active);

    /// <summary>Counts a request that has arrived.</summary>
    public void Begin() => Interlocked.Increment(ref active);

    /// <summary>Counts a request that waits for the process.</summary>
    public void Hold() => Interlocked.Increment(ref held);

    /// <summary>Counts a request that is refused.</summary>
    public void Refuse() => Interlocked.Increment(ref refused);

    /// <summary>Counts a request that is complete.</summary>
    /// <param name="second">The second of the clock.</param>
    /// <param name="took">The duration; null for an endless one.</param>
    /// <param name="status">The status of the answer.</param>
    public void End(uint second, TimeSpan? took, int status)
    {
        Interlocked.Decrement(ref active);
        Interlocked.Increment(ref requests);
        requestsBySecond.Add(second);
        if (status >= 500)
        {
            Interlocked.Increment(ref errors);
            errorsBySecond.Add(second);
        }

        if (took is { } time)
        {
            latency.Add(second / SecondsPerMinute, time);
        }
    }

    /// <summary>Returns the activity of the route.</summary>
    /// <param name="spec">The route.</param>
    /// <param name="second">The second of the clock.</param>
    public RouteActivity Describe(RouteSpec spec, uint second)
    {
        var info = spec.ToInfo();
        return new RouteActivity
        {
            Domain = info.Domain,
            Path = info.Path,
            Type = info.Type,
            Target = info.Target,
            Ssl = info.Ssl,
            Process = info.Process,
            Requests = Requests,
            Errors = Errors,
            Held = Held,
            Refused = Refused,
            Active = Active,
            RequestsPerSecond = requestsBySecond.PerSecond(second),
            ErrorsPerSecond = errorsBySecond.PerSecond(second),
            Latency = latency.Percentiles(second / SecondsPerMinute),
        };
    }
}
