using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Files;

/// <summary>Cutting the head off a file, which can be done nowhere unless a system says so. What each member does is said at <see cref="FileHead"/>.</summary>
internal class FileHeads
{
    protected const int SmallestBlock = 4096;

    public virtual bool AreSupported => false;

    public virtual long BlockSize(SafeFileHandle file) => SmallestBlock;

    public virtual bool TryPunch(SafeFileHandle file, long length) => false;

    public virtual bool TryCollapse(SafeFileHandle file, long length) => false;
}
