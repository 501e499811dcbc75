using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Network;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Streams;

namespace ProcessProxy.Platform;

/// <summary>An operating system in the parts in which systems differ. Each part's class does what .NET can do anywhere; what is derived from it does it better.</summary>
internal sealed record PlatformParts
{
    /// <summary>Regular files and folders.</summary>
    public required FileSystem Files { get; init; }

    /// <summary>Files that one process holds at a time.</summary>
    public required LockFiles Locks { get; init; }

    /// <summary>Cutting the head off a file.</summary>
    public required FileHeads Heads { get; init; }

    /// <summary>Owners, groups and permissions.</summary>
    public required FileRights Rights { get; init; }

    /// <summary>The open files of this process.</summary>
    public required OpenFileTable OpenFiles { get; init; }

    /// <summary>Processes.</summary>
    public required ProcessSystem Processes { get; init; }

    /// <summary>Pipes that programs write their output to.</summary>
    public OutputPipes OutputPipes { get; init; } = new();

    /// <summary>Ends this process at once, as <c>kill -9</c> does.</summary>
    public required Action KillSelf { get; init; }

    /// <summary>Sockets and ports of this machine.</summary>
    public required MachineNetwork Network { get; init; }

    /// <summary>The standard streams of this process.</summary>
    public required ProcessStreams Streams { get; init; }
}
