using System.Net;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>
/// Checks that no route leads back to this server: a request to its own proxy would loop, and one to its management API would come
/// from the user who may do everything. With a key, the API requires it, so the dashboard may be served through a route.
/// </summary>
/// <param name="listen">The listeners of the proxy; null if an application listens for it.</param>
/// <param name="management">The listener of the management API; null if it does not listen.</param>
/// <param name="problems">The list that receives problems.</param>
internal sealed class OwnListeners(ListenSpec? listen, ManagementSpec? management, ProblemList problems)
{
    private const string Management = "management.port";

    /// <summary>Checks every target.</summary>
    /// <param name="targets">The targets with their places.</param>
    public void Check(IEnumerable<(Place Place, Uri Target)> targets)
    {
        foreach (var (place, target) in targets)
        {
            if (KeyOf(target) is not { } key || (key == Management && management?.ApiKey is not null))
            {
                continue;
            }

            var what = key == Management ? "whoever reaches the proxy could command this server without a key" : "a request would loop forever";
            problems.Add(
                place, ProblemCodes.Contradiction,
                $"This target is the server itself ('{key}' is {target.Port}): {what}. Use the port of the program behind the route.");
        }
    }

    /// <summary>Checks that no process has a port of this server.</summary>
    public void CheckPorts(IReadOnlyList<ProcessSpec> processes, ProcessPlaces places)
    {
        for (var index = 0; index < processes.Count; index++)
        {
            if (processes[index].Port?.Number is { } port && KeyOf(InstanceHealth.AddressOf(port)) is { } key)
            {
                problems.Add(places.Of(index, "port"), ProblemCodes.Contradiction,
                    $"'{processes[index].Id}' cannot listen on port {port}, because the server itself listens there ('{key}' is {port}). Use another port, or 'port: auto'.");
            }
        }
    }

    /// <summary>Returns the key of the listener that accepts connections to a target, or null.</summary>
    private string? KeyOf(Uri target) =>
        listen is not null && target.Port == listen.Port && Takes(listen.Host, target) ? "port"
        : listen is not null && target.Port == listen.HttpsPort && Takes(listen.Host, target) ? "httpsPort"
        : management is { Host: { } host } && target.Port == management.Port && Takes(host, target) ? Management
        : null;

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
