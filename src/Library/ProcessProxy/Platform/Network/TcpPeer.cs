using System.Net;

namespace ProcessProxy.Platform.Network;

/// <summary>The process at the other end of a local connection.</summary>
internal static class TcpPeer
{
    /// <summary>Gets whether this system reports it.</summary>
    public static bool CanBeTold => CurrentPlatform.Network.TellsPeers;

    /// <summary>Returns the user whose socket it is.</summary>
    /// <param name="peer">The other end.</param>
    /// <param name="own">This end.</param>
    /// <returns>Null if it cannot be determined: it has already closed its end, or is not a process of this machine.</returns>
    public static uint? UserOf(IPEndPoint peer, IPEndPoint own) => CurrentPlatform.Network.UserOf(peer, own);
}
