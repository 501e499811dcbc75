using System.Runtime.Versioning;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.MacOS.Files;
using ProcessProxy.Platform.MacOS.Native;
using ProcessProxy.Platform.MacOS.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.MacOS;

/// <summary>The parts of macOS.</summary>
[SupportedOSPlatform("macos")]
internal static class MacPlatform
{
    /// <summary>Creates the parts.</summary>
    public static PlatformParts Create() => new()
    {
        Files = new MacFileSystem(),
        Locks = new SharedLockFiles(FileShare.None, DarwinErrno.WouldBlock),
        Heads = new FileHeads(),
        Rights = new UnixFileRights(),
        OpenFiles = new UnixOpenFileTable(),
        Processes = new MacProcessSystem(),
        OutputPipes = new MacOutputPipes(),
        KillSelf = UnixProcessSystem.KillSelf,
        Network = new UnixNetwork(),
        Streams = new UnixStreams(),
    };
}
