using System.Runtime.Versioning;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Unix;

/// <summary>The parts of an unknown Unix: no program is supervised there.</summary>
[UnsupportedOSPlatform("windows")]
internal static class UnixPlatform
{
    /// <summary>Creates the parts.</summary>
    public static PlatformParts Create() => new()
    {
        Files = new UnixFileSystem(),
        Locks = new SharedLockFiles(FileShare.None, Errno.Again),
        Heads = new FileHeads(),
        Rights = new UnixFileRights(),
        OpenFiles = new UnixOpenFileTable(),
        Processes = new UnixProcessSystem(),
        KillSelf = UnixProcessSystem.KillSelf,
        Network = new UnixNetwork(),
        Streams = new UnixStreams(),
    };
}
