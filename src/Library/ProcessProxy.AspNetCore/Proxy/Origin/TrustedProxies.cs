using System.Net;
using System.Net.Sockets;

namespace ProcessProxy.AspNetCore.Proxy.Origin;

/// <summary>The proxies in front of this one whose headers about the client are trusted.</summary>
internal sealed class TrustedProxies
{
    private const int MappedPrefix = 96;

    private volatile IPNetwork[] networks;

    /// <summary>Creates the set for <paramref name="networks"/>.</summary>
    public TrustedProxies(IEnumerable<IPNetwork> networks) => this.networks = BothForms(networks);

    /// <summary>Gets whether there are any.</summary>
    public bool Any => networks.Length > 0;

    /// <summary>Replaces the trusted networks.</summary>
    public void Replace(IEnumerable<IPNetwork> changed) => networks = BothForms(changed);

    /// <summary>Returns whether an address belongs to one of them; an IPv4 address may have its IPv6 form.</summary>
    public bool Contains(IPAddress address)
    {
        foreach (var network in networks)
        {
            if (network.Contains(address))
            {
                return true;
            }
        }

        return false;
    }

    // A socket for both protocols shows IPv4 peers as ::ffff:a.b.c.d; with each network in both forms, no address has to be converted.
    private static IPNetwork[] BothForms(IEnumerable<IPNetwork> networks) =>
        [.. networks.SelectMany(network => OtherForm(network) is { } other ? [network, other] : (IPNetwork[])[network]).Distinct()];

    private static IPNetwork? OtherForm(IPNetwork network) => network switch
    {
        { BaseAddress.AddressFamily: AddressFamily.InterNetwork } => new(network.BaseAddress.MapToIPv6(), MappedPrefix + network.PrefixLength),
        { BaseAddress.IsIPv4MappedToIPv6: true, PrefixLength: >= MappedPrefix } => new(network.BaseAddress.MapToIPv4(), network.PrefixLength - MappedPrefix),
        _ => null,
    };
}
