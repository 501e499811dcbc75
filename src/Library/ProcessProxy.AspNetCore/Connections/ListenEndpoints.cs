using System.Net;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>The actual addresses of a listener: ports that were 0 are known here.</summary>
/// <param name="Host">The configured address.</param>
/// <param name="Http">The sockets for HTTP, all with the same port.</param>
/// <param name="Https">The sockets for HTTPS; empty if there are none.</param>
internal sealed record ListenEndpoints(string Host, IReadOnlyList<IPEndPoint> Http, IReadOnlyList<IPEndPoint> Https)
{
    /// <summary>Gets the port for HTTPS as clients see it, or null if it is not configured.</summary>
    public int? PublicHttpsPort { get; init; }

    /// <summary>Gets the port for HTTP.</summary>
    public int HttpPort => Http[0].Port;

    /// <summary>Gets the port for HTTPS, or null.</summary>
    public int? HttpsPort => Https.Count == 0 ? null : Https[0].Port;

    /// <summary>Gets an address to open in a browser on this machine.</summary>
    public string HttpUrl => $"http://{UrlHost}:{HttpPort}";

    /// <summary>Gets the same for HTTPS, or null.</summary>
    public string? HttpsUrl => HttpsPort is { } port ? $"https://{UrlHost}:{port}" : null;

    private string UrlHost =>
        IPAddress.TryParse(Host, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
            ? (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString())
            : "localhost";
}
