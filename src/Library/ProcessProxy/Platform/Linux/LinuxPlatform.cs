using System.Runtime.Versioning;
using ProcessProxy.Platform.Linux.Files;
using ProcessProxy.Platform.Linux.Network;
using ProcessProxy.Platform.Linux.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux;

/// <summary>The parts of Linux.</summary>
[SupportedOSPlatform("linux")]
internal static class LinuxPlatform
{
    /// <summary>Creates the parts.</summary>
    public static PlatformParts Create() => new()
    {
        Files = new LinuxFileSystem(),
        Locks = new LinuxLockFiles(),
        Heads = new LinuxFileHeads(),
        Rights = new LinuxFileRights(),
        OpenFiles = new LinuxOpenFileTable(),
        Processes = new LinuxProcessSystem(),
        OutputPipes = new LinuxOutputPipes(),
        KillSelf = UnixProcessSystem.KillSelf,
        Network = new LinuxNetwork(),
        Streams = new UnixStreams(),
    };
}
