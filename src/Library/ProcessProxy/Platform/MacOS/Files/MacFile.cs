using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.MacOS.Native;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.MacOS.Files;

/// <summary>Opens existing files without the lock that .NET takes on each file, and never waits for the other end of a pipe.</summary>
internal static class MacFile
{
    public const int ReadOnly = 0;
    public const int WriteOnly = 1;
    public const int ReadWrite = 2;
    public const int Append = 0x0008;
    public const int NoFollow = 0x0100;
    public const int NonBlocking = 0x0004;
    private const int CloseOnExec = 0x0100_0000;

    /// <summary>Opens a regular file; on failure, the result is invalid and <paramref name="errno"/> has the reason.</summary>
    public static Descriptor Open(string path, int flags, out int errno)
    {
        // Checked first, so that the file itself is opened without the flag, which would be shared with a child permanently.
        using var seen = OpenAny(path, (flags & NoFollow) | ReadOnly | NonBlocking, out errno);
        if (seen.IsInvalid || !IsRegular(seen, ref errno))
        {
            return new Descriptor(-1);
        }

        return OpenAny(path, flags, out errno);
    }

    /// <summary>Opens a file of any kind.</summary>
    public static Descriptor OpenAny(string path, int flags, out int errno)
    {
        var fd = LibSystem.OpenExisting(path, flags | CloseOnExec);
        errno = fd < 0 ? Marshal.GetLastPInvokeError() : 0;
        return new Descriptor(fd);
    }

    /// <summary>Opens a file for reading while others write, rename and delete it; returns null if there is no regular file.</summary>
    /// <exception cref="IOException">It exists and cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SafeFileHandle? OpenRead(string path)
    {
        var fd = LibSystem.OpenExisting(path, ReadOnly | NonBlocking | CloseOnExec);
        if (fd >= 0)
        {
            var handle = new SafeFileHandle(fd, ownsHandle: true);
            if (DarwinProcess.File(Environment.ProcessId, fd) is { IsRegular: true })
            {
                return handle;
            }

            handle.Dispose();
            return null;
        }

        var errno = Marshal.GetLastPInvokeError();
        return errno switch
        {
            Errno.NotFound or Errno.NotADirectory => null,
            Errno.AccessDenied or Errno.NotPermitted => throw new UnauthorizedAccessException($"The file '{path}' may not be read."),
            _ => throw new IOException($"The file '{path}' cannot be opened: {DarwinErrno.Describe(errno)}.", errno),
        };
    }

    private static bool IsRegular(Descriptor file, ref int errno)
    {
        if (DarwinProcess.File(Environment.ProcessId, file.Value) is { IsRegular: true })
        {
            return true;
        }

        errno = Errno.Invalid;
        return false;
    }
}
