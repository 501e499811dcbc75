using System.Net;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>
/// Sees that no route leads back to this server: a request to its own proxy goes round until nothing is left, and one to its management API comes
/// from the one user who may do everything. With a key the API asks for that, so the dashboard may be served through a route.
/// </summary>
internal static class OwnListeners
{
    /// <summary>Checks every target.</summary>
    /// <param name="targets">The targets, and where each stands.</param>
    /// <param name="listen">Where the proxy listens; null where an application listens for it.</param>
    /// <param name="management">Where the management API listens; null when it does not.</param>
    /// <param name="problems">Where problems go.</param>
    public static void Check(IEnumerable<(Place Place, Uri Target)> targets, ListenSpec? listen, ManagementSpec? management, ProblemList problems)
    {
        foreach (var (place, target) in targets)
        {
            if (listen is not null && target.Port == listen.Port && Takes(listen.Host, target))
            {
                Report(place, "port", target.Port, "a request would go round for ever");
            }
            else if (listen is not null && target.Port == listen.HttpsPort && Takes(listen.Host, target))
            {
                Report(place, "httpsPort", target.Port, "a request would go round for ever");
            }
            else if (management is { ApiKey: null, Host: { } host } && target.Port == management.Port && Takes(host, target))
            {
                Report(place, "management.port", target.Port, "whoever reaches the proxy could command this server without a key");
            }
        }

        void Report(Place place, string key, int port, string what) => problems.Add(
            place, ProblemCodes.Contradiction, $"This target is the server itself ('{key}' is {port}): {what}. Use the port of the program behind the route.");
    }

    /// <summary>Whether a listener at an address takes connections to a target. Of names only <c>localhost</c> is known here; for others requests count their hops.</summary>
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
