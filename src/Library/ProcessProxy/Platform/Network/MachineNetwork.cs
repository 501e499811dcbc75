using System.Net;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Network;

/// <summary>Ports and sockets on this machine. This base class, for unknown systems, reports nothing about them.</summary>
internal class MachineNetwork
{
    /// <summary>Creates the table of listeners; null if it is not available.</summary>
    public virtual IPortTable? Ports => null;

    /// <summary>Gets what passes sockets from one process to another.</summary>
    public virtual DescriptorPassing Descriptors { get; } = new();

    /// <inheritdoc cref="TcpPeer.CanBeTold"/>
    public virtual bool TellsPeers => false;

    /// <inheritdoc cref="TcpPeer.UserOf"/>
    public virtual uint? UserOf(IPEndPoint peer, IPEndPoint own) => null;

    /// <summary>Takes the name of the server of a state path.</summary>
    /// <returns>Null if a process of another user has it, which proves nothing, or on a system without such names.</returns>
    /// <exception cref="ServerLockedException">Another server of this user, or of root, has it.</exception>
    public virtual IServerName? TakeName(string stateDirectory) => null;

    /// <summary>Returns the inode of the entry with this name itself, or 0 if there is none or it cannot be determined.</summary>
    public virtual ulong InodeOf(string path) => 0;

    /// <summary>Returns whether a socket itself has this name, as far as this can be determined.</summary>
    public virtual bool MayBeSocket(string path) => true;

    /// <summary>Lets only its owner, and a group, connect to a socket.</summary>
    /// <exception cref="IOException">It cannot be given to the group.</exception>
    public virtual void Restrict(string path, SystemGroup? group) => throw new PlatformNotSupportedException("On Windows there is a named pipe instead.");
}
