using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Files;

/// <summary>Cutting the beginning of a file, which is impossible unless a system supports it. <see cref="FileHead"/> documents the members.</summary>
internal class FileHeads
{
    protected const int SmallestBlock = 4096;

    public virtual bool AreSupported => false;

    public virtual long BlockSize(SafeFileHandle file) => SmallestBlock;

    public virtual bool TryPunch(SafeFileHandle file, long length) => false;

    public virtual bool TryCollapse(SafeFileHandle file, long length) => false;
}
