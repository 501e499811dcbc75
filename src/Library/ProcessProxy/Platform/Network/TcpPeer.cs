using System.Net;

namespace ProcessProxy.Platform.Network;

/// <summary>Who is at the other end of a connection within this machine.</summary>
internal static class TcpPeer
{
    /// <summary>Whether this system tells.</summary>
    public static bool CanBeTold => CurrentPlatform.Network.TellsPeers;

    /// <summary>The user whose socket it is.</summary>
    /// <param name="peer">The other end.</param>
    /// <param name="own">This end.</param>
    /// <returns>Null when it cannot be told: it has closed its end already, or is no process of this machine.</returns>
    public static uint? UserOf(IPEndPoint peer, IPEndPoint own) => CurrentPlatform.Network.UserOf(peer, own);
}
