using System.Net;
using ProcessProxy.Configuration;

namespace ProcessProxy.AspNetCore.Api;

/// <summary>Where the management API listens: one address, <c>localhost</c> (both loopbacks), or every address.</summary>
/// <param name="Address">The address; null for the other two.</param>
/// <param name="IsLocalhost">Both loopbacks.</param>
/// <param name="IsAny">Every address.</param>
internal sealed record ListenAddress(IPAddress? Address, bool IsLocalhost = false, bool IsAny = false)
{
    /// <summary>Reads the address and sees that it is on loopback or guarded by a key.</summary>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.BadArgument"/>.</exception>
    public static ListenAddress Parse(ManagementSpec spec)
    {
        var address = spec.Host switch
        {
            "*" => new ListenAddress(null, IsAny: true),
            var host when host.Equals("localhost", StringComparison.OrdinalIgnoreCase) => new ListenAddress(null, IsLocalhost: true),
            var host when IPAddress.TryParse(host, out var ip) => new ListenAddress(ip),
            var host => throw new ProcessProxyException(
                ErrorCodes.BadArgument, $"management.host must be an IP address or localhost, not '{host}'."),
        };
        if (!address.IsLoopback && string.IsNullOrEmpty(spec.ApiKey))
        {
            throw new ProcessProxyException(
                ErrorCodes.BadArgument,
                $"management.host {spec.Host} can be reached from other machines: set management.apiKey or listen on 127.0.0.1.");
        }

        return address;
    }

    private bool IsLoopback => IsLocalhost || (Address is not null && IPAddress.IsLoopback(Address));
}
