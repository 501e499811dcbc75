using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Unix;

/// <summary>One of our open file descriptors, closed when disposed. Always close-on-exec, so that no child inherits it by accident.</summary>
internal sealed class Descriptor : SafeHandleMinusOneIsInvalid
{
    public Descriptor()
        : base(ownsHandle: true)
    {
    }

    public Descriptor(int fd)
        : base(ownsHandle: true) => SetHandle(fd);

    public int Value => (int)handle;

    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}
