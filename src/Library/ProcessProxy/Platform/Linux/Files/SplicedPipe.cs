using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Files;

/// <summary>
/// A named pipe that the kernel moves to the file by itself: each byte is either still in the pipe or in the file, whenever the server
/// is killed. If a file system does not support this, the data is copied.
/// </summary>
/// <param name="reader">The pipe, open for non-blocking reading.</param>
internal sealed unsafe partial class SplicedPipe(Descriptor reader) : UnixOutputPipe(reader, Errno.Again)
{
    private const int MostAtOnce = 1 << 20;
    private const uint MoveWithoutWaiting = 1 | 2;
    private readonly Descriptor reader = reader;
    private bool isCopied;

    public override int? Move(SafeFileHandle log, long position)
    {
        if (isCopied)
        {
            return base.Move(log, position);
        }

        nint moved;
        int errno;
        do
        {
            var offset = position;
            moved = Splice(reader, null, log, &offset, MostAtOnce, MoveWithoutWaiting);
            errno = moved < 0 ? Marshal.GetLastPInvokeError() : 0;
        }
        while (errno == Errno.Interrupted);

        isCopied = errno is Errno.Invalid or Errno.NotImplemented;
        return moved > 0 ? (int)moved
            : moved == 0 ? null
            : errno == Errno.Again ? 0
            : isCopied ? base.Move(log, position)
            : throw new IOException($"The log cannot be written: {Errno.Describe(errno)}.", errno);
    }

    [LibraryImport("libc", EntryPoint = "splice", SetLastError = true)]
    private static partial nint Splice(Descriptor from, long* fromOffset, SafeFileHandle to, long* toOffset, nuint length, uint flags);
}
