using System.Net;
using System.Runtime.Versioning;
using ProcessProxy.Platform.Linux.Files;
using ProcessProxy.Platform.Network;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Network;

/// <summary>Ports and sockets on this machine, from the kernel's tables.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LinuxNetwork : UnixNetwork
{
    private volatile bool canAsk;

    public override IPortTable Ports => new PortTable();

    public override DescriptorPassing Descriptors { get; } = new LinuxDescriptorPassing();

    public override bool TellsPeers => true;

    public override uint? UserOf(IPEndPoint peer, IPEndPoint own)
    {
        if (SocketDiagnosis.TryAsk(peer, own, out var user))
        {
            canAsk = true;
            return user;
        }

        // If the kernel has answered before, no answer means that the connection no longer exists.
        return canAsk ? null : TcpTable.UserOf(peer, own);
    }

    public override IServerName? TakeName(string stateDirectory) => SocketName.Take(stateDirectory);

    public override ulong InodeOf(string path) => LinuxFile.InodeOfName(path);

    public override bool MayBeSocket(string path) => LinuxFile.IsSocket(path);
}
