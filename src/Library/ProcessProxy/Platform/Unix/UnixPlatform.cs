using System.Runtime.Versioning;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Unix;

/// <summary>The parts of a Unix that we know nothing more of: no program is supervised there.</summary>
[UnsupportedOSPlatform("windows")]
internal static class UnixPlatform
{
    /// <summary>Puts them together.</summary>
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
