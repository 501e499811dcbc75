using System.Runtime.Versioning;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Unix;

/// <summary>Files with modes.</summary>
[UnsupportedOSPlatform("windows")]
internal class UnixFileSystem : FileSystem
{
    public override FileStream Open(string path, FileStreamOptions options, UnixFileMode mode)
    {
        options.UnixCreateMode = mode;
        return new FileStream(path, options);
    }

    public override void CreateFolder(string path, UnixFileMode mode) => Directory.CreateDirectory(path, mode);
}
