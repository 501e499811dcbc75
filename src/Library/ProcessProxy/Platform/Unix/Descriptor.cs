using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Linux.Files;

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

    /// <summary>Opens a file; on failure the result is invalid and <paramref name="errno"/> says why.</summary>
    public static Descriptor Open(string path, int flags, int mode, out int errno)
    {
        var fd = Libc.Open(path, flags | OpenFlags.CloseOnExec, mode);
        errno = fd < 0 ? Marshal.GetLastPInvokeError() : 0;
        return new Descriptor(fd);
    }

    protected override bool ReleaseHandle() => Libc.Close((int)handle) == 0;
}
