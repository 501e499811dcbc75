using System.Runtime.Versioning;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Windows.Files;

/// <summary>Held files on Windows. A file that is not shared could not even be read, and the second server must name the first.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsLockFiles() : SharedLockFiles(FileShare.Read, SharingViolation)
{
    private const int SharingViolation = unchecked((int)0x80070020);

    public override bool KeepNames => true;
}
