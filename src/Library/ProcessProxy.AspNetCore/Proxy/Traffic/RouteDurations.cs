using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using ProcessProxy.AspNetCore.Http;

namespace ProcessProxy.AspNetCore.Proxy.Traffic;

/// <summary>The histogram <c>http.server.request.duration</c>, which costs nothing while nobody listens.</summary>
internal sealed class RouteDurations(Meter meter)
{
    private static readonly object[] Statuses = [.. Enumerable.Range(0, 600).Select(status => (object)status)];
    private readonly Histogram<double> histogram = meter.CreateHistogram(
        "http.server.request.duration", "s", "The duration of requests.", tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10] });

    /// <summary>Gets whether anybody listens.</summary>
    public bool IsWanted => histogram.Enabled;

    /// <summary>Records a completed request.</summary>
    public void Record(TimeSpan took, HttpContext context, string route)
    {
        var status = context.Response.StatusCode;
        var tags = new TagList
        {
            { "http.request.method", MethodName.Of(context.Request.Method) },
            { "http.response.status_code", status is >= 0 and < 600 ? Statuses[status] : status },
            { "http.route", route },
            { "url.scheme", context.Request.IsHttps ? "https" : "http" },
        };
        histogram.Record(took.TotalSeconds, tags);
    }
}
