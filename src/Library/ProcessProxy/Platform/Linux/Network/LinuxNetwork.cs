using System.Net;
using System.Runtime.Versioning;
using ProcessProxy.Platform.Linux.Files;
using ProcessProxy.Platform.Network;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Network;

/// <summary>Ports and sockets within this machine, by what the kernel says of all of them.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LinuxNetwork : UnixNetwork
{
    private volatile bool canAsk;

    public override IPortTable Ports => new PortTable();

    public override bool TellsPeers => true;

    public override uint? UserOf(IPEndPoint peer, IPEndPoint own)
    {
        if (SocketDiagnosis.TryAsk(peer, own, out var user))
        {
            canAsk = true;
            return user;
        }

        // Once the kernel has answered, that it does not means that there is no such connection any more.
        return canAsk ? null : TcpTable.UserOf(peer, own);
    }

    public override IServerName? TakeName(string stateDirectory) => SocketName.Take(stateDirectory);

    public override ulong InodeOf(string path) => LinuxFile.InodeOfName(path);

    public override bool MayBeSocket(string path) => LinuxFile.IsSocket(path);
}
