using System.Diagnostics.Metrics;

namespace ProcessProxy.AspNetCore.Proxy.Traffic;

/// <summary>The counters of the routes as metrics: read when they are collected, and free until then.</summary>
internal static class RouteMetrics
{
    /// <summary>Creates the instruments.</summary>
    /// <param name="meter">The meter; the instruments live as long as it does.</param>
    /// <param name="routes">Returns the current routes, by name.</param>
    public static void Add(Meter meter, Func<IEnumerable<(string Name, RouteTraffic Traffic)>> routes)
    {
        meter.CreateObservableUpDownCounter("http.server.active_requests", Of(traffic => traffic.Active), "{request}", "The number of requests in progress.");
        meter.CreateObservableCounter("processproxy.route.requests", Of(traffic => traffic.Requests), "{request}", "The number of finished requests.");
        meter.CreateObservableCounter("processproxy.route.errors", Of(traffic => traffic.Errors), "{request}", "The number of requests answered with a status of 500 and above.");
        meter.CreateObservableCounter("processproxy.route.held", Of(traffic => traffic.Held), "{request}", "The number of requests that waited for their process.");
        meter.CreateObservableCounter("processproxy.route.refused", Of(traffic => traffic.Refused), "{request}", "The number of requests that were refused.");

        Func<IEnumerable<Measurement<long>>> Of(Func<RouteTraffic, long> read) =>
            () => routes().Select(route => new Measurement<long>(read(route.Traffic), new KeyValuePair<string, object?>("http.route", route.Name)));
    }
}
