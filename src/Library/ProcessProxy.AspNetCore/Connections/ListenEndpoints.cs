using System.Net;

namespace ProcessProxy.AspNetCore.Connections;

/// <summary>Where a listener really listens: ports that were 0 are known here.</summary>
/// <param name="Host">The address as configured.</param>
/// <param name="Http">The sockets for HTTP; all have the same port.</param>
/// <param name="Https">The sockets for HTTPS; empty when there are none.</param>
internal sealed record ListenEndpoints(string Host, IReadOnlyList<IPEndPoint> Http, IReadOnlyList<IPEndPoint> Https)
{
    /// <summary>The port for HTTPS as clients see it; null when nobody has said.</summary>
    public int? PublicHttpsPort { get; init; }

    /// <summary>The port for HTTP.</summary>
    public int HttpPort => Http[0].Port;

    /// <summary>The port for HTTPS, or null.</summary>
    public int? HttpsPort => Https.Count == 0 ? null : Https[0].Port;

    /// <summary>An address to open in a browser of this machine.</summary>
    public string HttpUrl => $"http://{UrlHost}:{HttpPort}";

    /// <summary>The same for HTTPS, or null.</summary>
    public string? HttpsUrl => HttpsPort is { } port ? $"https://{UrlHost}:{port}" : null;

    private string UrlHost =>
        IPAddress.TryParse(Host, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
            ? (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString())
            : "localhost";
}
