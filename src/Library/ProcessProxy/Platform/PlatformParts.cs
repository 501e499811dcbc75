using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Network;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Streams;

namespace ProcessProxy.Platform;

/// <summary>The parts in which operating systems differ. The base class of each part does what .NET can do on every system; derived classes do more.</summary>
internal sealed record PlatformParts
{
    /// <summary>Gets regular files and folders.</summary>
    public required FileSystem Files { get; init; }

    /// <summary>Gets files that one process holds at a time.</summary>
    public required LockFiles Locks { get; init; }

    /// <summary>Gets the operations that cut the beginning of a file.</summary>
    public required FileHeads Heads { get; init; }

    /// <summary>Gets owners, groups and permissions.</summary>
    public required FileRights Rights { get; init; }

    /// <summary>Gets the open files of this process.</summary>
    public required OpenFileTable OpenFiles { get; init; }

    /// <summary>Gets the processes.</summary>
    public required ProcessSystem Processes { get; init; }

    /// <summary>Gets the pipes for the output of programs.</summary>
    public OutputPipes OutputPipes { get; init; } = new();

    /// <summary>Gets the function that ends this process immediately, like <c>kill -9</c>.</summary>
    public required Action KillSelf { get; init; }

    /// <summary>Gets the sockets and ports of this machine.</summary>
    public required MachineNetwork Network { get; init; }

    /// <summary>Gets the standard streams of this process.</summary>
    public required ProcessStreams Streams { get; init; }
}
