using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Linux;
using ProcessProxy.Platform.MacOS;
using ProcessProxy.Platform.Network;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Streams;
using ProcessProxy.Platform.Unix;
using ProcessProxy.Platform.Windows;

namespace ProcessProxy.Platform;

/// <summary>The operating system that this process runs on. This is the only place that chooses it.</summary>
internal static class CurrentPlatform
{
    private static readonly PlatformParts Parts =
        OperatingSystem.IsLinux() ? LinuxPlatform.Create()
        : OperatingSystem.IsMacOS() ? MacPlatform.Create()
        : OperatingSystem.IsWindows() ? WindowsPlatform.Create()
        : UnixPlatform.Create();

    /// <inheritdoc cref="PlatformParts.Files"/>
    public static FileSystem Files => Parts.Files;

    /// <inheritdoc cref="PlatformParts.Locks"/>
    public static LockFiles Locks => Parts.Locks;

    /// <inheritdoc cref="PlatformParts.Heads"/>
    public static FileHeads Heads => Parts.Heads;

    /// <inheritdoc cref="PlatformParts.Rights"/>
    public static FileRights Rights => Parts.Rights;

    /// <inheritdoc cref="PlatformParts.OpenFiles"/>
    public static OpenFileTable OpenFiles => Parts.OpenFiles;

    /// <inheritdoc cref="PlatformParts.Processes"/>
    public static ProcessSystem Processes => Parts.Processes;

    /// <inheritdoc cref="PlatformParts.OutputPipes"/>
    public static OutputPipes OutputPipes => Parts.OutputPipes;

    /// <inheritdoc cref="PlatformParts.KillSelf"/>
    public static Action KillSelf => Parts.KillSelf;

    /// <inheritdoc cref="PlatformParts.Network"/>
    public static MachineNetwork Network => Parts.Network;

    /// <inheritdoc cref="PlatformParts.Streams"/>
    public static ProcessStreams Streams => Parts.Streams;
}
