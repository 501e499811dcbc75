using System.Net;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Network;

/// <summary>Ports and sockets within this machine. A system of which nothing else is known tells nothing of them.</summary>
internal class MachineNetwork
{
    /// <summary>Who listens on which port; null where that cannot be told.</summary>
    public virtual IPortTable? Ports => null;

    /// <inheritdoc cref="TcpPeer.CanBeTold"/>
    public virtual bool TellsPeers => false;

    /// <inheritdoc cref="TcpPeer.UserOf"/>
    public virtual uint? UserOf(IPEndPoint peer, IPEndPoint own) => null;

    /// <summary>Takes the name of the server of a path of state.</summary>
    /// <returns>Null when a process of another user has it, which proves nothing, or on a system without such names.</returns>
    /// <exception cref="ServerLockedException">Another server of this user's, or root's, has it.</exception>
    public virtual IServerName? TakeName(string stateDirectory) => null;

    /// <summary>The inode of what itself has a name; 0 when nothing has it, or that cannot be told.</summary>
    public virtual ulong InodeOf(string path) => 0;

    /// <summary>Whether a socket itself has a name, as far as that can be told.</summary>
    public virtual bool MayBeSocket(string path) => true;

    /// <summary>Lets nobody but its owner, and a group, connect to a socket.</summary>
    /// <exception cref="IOException">It cannot be given to the group.</exception>
    public virtual void Restrict(string path, SystemGroup? group) => throw new PlatformNotSupportedException("On Windows there is a named pipe instead.");
}
