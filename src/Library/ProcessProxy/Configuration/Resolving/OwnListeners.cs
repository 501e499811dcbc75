using System.Net;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>
/// Checks that no route leads back to this server: a request to its own proxy would loop, and one to its management API would come
/// from the user who may do everything. With a key, the API requires it, so the dashboard may be served through a route.
/// </summary>
internal static class OwnListeners
{
    /// <summary>Checks every target.</summary>
    /// <param name="targets">The targets with their places.</param>
    /// <param name="listen">The listeners of the proxy; null if an application listens for it.</param>
    /// <param name="management">The listener of the management API; null if it does not listen.</param>
    /// <param name="problems">The list that receives problems.</param>
    public static void Check(IEnumerable<(Place Place, Uri Target)> targets, ListenSpec? listen, ManagementSpec? management, ProblemList problems)
    {
        foreach (var (place, target) in targets)
        {
            if (listen is not null && target.Port == listen.Port && Takes(listen.Host, target))
            {
                Report(place, "port", target.Port, "a request would loop forever");
            }
            else if (listen is not null && target.Port == listen.HttpsPort && Takes(listen.Host, target))
            {
                Report(place, "httpsPort", target.Port, "a request would loop forever");
            }
            else if (management is { ApiKey: null, Host: { } host } && target.Port == management.Port && Takes(host, target))
            {
                Report(place, "management.port", target.Port, "whoever reaches the proxy could command this server without a key");
            }
        }

        void Report(Place place, string key, int port, string what) => problems.Add(
            place, ProblemCodes.Contradiction, $"This target is the server itself ('{key}' is {port}): {what}. Use the port of the program behind the route.");
    }

    /// <summary>Returns whether a listener at an address accepts connections to a target. The only known name is <c>localhost</c>; for others, requests count their hops.</summary>
    private static bool Takes(string listener, Uri target)
    {
        var host = target.IdnHost.Trim('[', ']');
        var isNumber = IPAddress.TryParse(host, out var address);
        address = address?.Plain();
        var isLocal = isNumber ? IPAddress.IsLoopback(address!) || address!.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)
            : host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        if (listener is "*")
        {
            return isLocal;
        }

        if (!IPAddress.TryParse(listener, out var own))
        {
            return isLocal && listener.Equals("localhost", StringComparison.OrdinalIgnoreCase);
        }

        return own.Equals(address)
            || (isLocal && (own.Equals(IPAddress.Any) || own.Equals(IPAddress.IPv6Any) || (!isNumber && IPAddress.IsLoopback(own))));
    }
}
