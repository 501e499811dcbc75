using System.Runtime.Versioning;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Network;
using ProcessProxy.Platform.Streams;
using ProcessProxy.Platform.Windows.Files;
using ProcessProxy.Platform.Windows.Native;
using ProcessProxy.Platform.Windows.Processes;

namespace ProcessProxy.Platform.Windows;

/// <summary>The parts of Windows.</summary>
[SupportedOSPlatform("windows")]
internal static class WindowsPlatform
{
    /// <summary>Creates the parts.</summary>
    public static PlatformParts Create() => new()
    {
        Files = new WindowsFileSystem(),
        Locks = new WindowsLockFiles(),
        Heads = new FileHeads(),
        Rights = new FileRights(),
        OpenFiles = new OpenFileTable(),
        Processes = new WindowsProcessSystem(),
        KillSelf = NativeProcess.TerminateSelf,
        Network = new MachineNetwork(),
        Streams = new ProcessStreams(),
    };
}
