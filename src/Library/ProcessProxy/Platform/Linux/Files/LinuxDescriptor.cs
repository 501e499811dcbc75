using System.Runtime.InteropServices;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Files;

/// <summary>Opens files with <see cref="OpenFlags"/>, always close-on-exec.</summary>
internal static class LinuxDescriptor
{
    /// <summary>Opens a file; on failure, the result is invalid and <paramref name="errno"/> has the reason.</summary>
    public static Descriptor Open(string path, int flags, int mode, out int errno)
    {
        var fd = Libc.Open(path, flags | OpenFlags.CloseOnExec, mode);
        errno = fd < 0 ? Marshal.GetLastPInvokeError() : 0;
        return new Descriptor(fd);
    }
}
