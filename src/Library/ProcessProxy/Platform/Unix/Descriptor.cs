using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Unix;

/// <summary>An open file descriptor of ours, closed with it. Always close-on-exec, so no child inherits it by accident.</summary>
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
