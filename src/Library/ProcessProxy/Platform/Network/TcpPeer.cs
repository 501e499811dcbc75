using System.Net;
using ProcessProxy.Platform.Linux.Network;

namespace ProcessProxy.Platform.Network;

/// <summary>Who is at the other end of a connection within this machine.</summary>
internal static class TcpPeer
{
    private static volatile bool canAsk;

    /// <summary>Whether this system tells.</summary>
    public static bool CanBeTold => OperatingSystem.IsLinux();

    /// <summary>The user whose socket it is.</summary>
    /// <param name="peer">The other end.</param>
    /// <param name="own">This end.</param>
    /// <returns>Null when it cannot be told: it has closed its end already, or is no process of this machine.</returns>
    public static uint? UserOf(IPEndPoint peer, IPEndPoint own)
    {
        if (!CanBeTold)
        {
            return null;
        }

        if (SocketDiagnosis.TryAsk(peer, own, out var user))
        {
            canAsk = true;
            return user;
        }

        // Once the kernel has answered, that it does not means that there is no such connection any more.
        return canAsk ? null : TcpTable.UserOf(peer, own);
    }
}
