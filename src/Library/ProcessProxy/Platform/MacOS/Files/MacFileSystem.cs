using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.MacOS.Files;

/// <summary>Files on macOS.</summary>
[SupportedOSPlatform("macos")]
internal sealed class MacFileSystem : UnixFileSystem
{
    public override SafeFileHandle? OpenRead(string path) => MacFile.OpenRead(path);
}
