using ProcessProxy.Platform.Files;

namespace ProcessProxy.Platform.Linux.Files;

/// <summary>Held files on Linux.</summary>
internal sealed class LinuxLockFiles : LockFiles
{
    public override LockFile? TryHold(string path) => LinuxLockFile.TryHold(path);

    public override (byte[] Content, bool IsHeld, Ownership? Ownership)? Look(string path, int limit) => LinuxLockFile.Look(path, limit);
}
