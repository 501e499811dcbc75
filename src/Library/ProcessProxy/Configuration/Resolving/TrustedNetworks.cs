using System.Net;
using System.Net.Sockets;
using ProcessProxy.Configuration.Entries;
using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Resolving;

/// <summary>Reads <c>trustedProxies</c>: addresses, or networks as <c>10.0.0.0/8</c>.</summary>
internal static class TrustedNetworks
{
    public static ValueList<IPNetwork> Resolve(Written<IReadOnlyList<Written<string>>>? entry, ProblemList problems)
    {
        var networks = new List<IPNetwork>();
        foreach (var written in entry?.Value ?? [])
        {
            if (IPAddress.TryParse(written.Value, out var address) && IsWhole(address, written.Value))
            {
                networks.Add(new(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128));
            }
            else if (IPNetwork.TryParse(written.Value, out var network))
            {
                networks.Add(network);
            }
            else
            {
                problems.Add(written.Place, ProblemCodes.InvalidNetwork,
                    $"'{written.Value}' is neither an address nor a network as 10.0.0.0/8.");
            }
        }

        return [.. networks];
    }

    // "10" and "127.1" are addresses too, to some.
    private static bool IsWhole(IPAddress address, string text) =>
        address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() == text : address.ScopeId == 0;
}
