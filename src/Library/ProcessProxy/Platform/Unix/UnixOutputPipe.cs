using System.IO.Pipes;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Unix;

/// <summary>A named pipe that is read by copying: if the server is killed between reading and writing, what was read is lost.</summary>
/// <param name="reader">The pipe, open for non-blocking reading.</param>
/// <param name="again">The error code of a read that would block.</param>
internal unsafe class UnixOutputPipe(Descriptor reader, int again) : OutputPipe
{
    private const int MostAtOnce = 64 * 1024;
    private const int Nobody = -1;

    // Written once and never read: every waiting thread sees it from then on.
    private readonly AnonymousPipeServerStream bell = new(PipeDirection.Out, HandleInheritability.None);
    private byte[]? buffer;
    private int held;

    public override int? Move(SafeFileHandle log, long position)
    {
        if (held == 0 && Fill() is not > 0 and var nothing)
        {
            return nothing;
        }

        try
        {
            RandomAccess.Write(log, buffer.AsSpan(0, held), position);
        }
        catch (IOException)
        {
            // On a full disk, a part may have been written; all of it is written again later.
            RandomAccess.SetLength(log, position);
            throw;
        }

        var moved = held;
        held = 0;
        return moved;
    }

    public override void Wait() => Poll(reader.Value, Timeout.Infinite);

    public override void Pause(TimeSpan time) => Poll(Nobody, (int)time.TotalMilliseconds);

    public override void EndWaits() => bell.WriteByte(0);

    public sealed override void Dispose()
    {
        reader.Dispose();
        bell.ClientSafePipeHandle.Dispose();
        bell.Dispose();
    }

    /// <summary>Reads the available data; the result is that of <see cref="Move"/>.</summary>
    private int? Fill()
    {
        buffer ??= GC.AllocateUninitializedArray<byte>(MostAtOnce);
        nint read;
        int errno;
        fixed (byte* bytes = buffer)
        {
            do
            {
                read = Libc.Read(reader.Value, bytes, MostAtOnce);
                errno = read < 0 ? Marshal.GetLastPInvokeError() : 0;
            }
            while (errno == Errno.Interrupted);
        }

        held = (int)Math.Max(0, read);
        return read > 0 ? held
            : read == 0 ? null
            : errno == again ? 0
            : throw new IOException($"The output pipe cannot be read: {Errno.Describe(errno)}.", errno);
    }

    private void Poll(int descriptor, int milliseconds)
    {
        // A negative descriptor is skipped.
        var entries = stackalloc PollEntry[2];
        entries[0] = new PollEntry { Descriptor = descriptor, Wanted = PollEntry.CanRead };
        entries[1] = new PollEntry { Descriptor = (int)bell.ClientSafePipeHandle.DangerousGetHandle(), Wanted = PollEntry.CanRead };

        // Interrupted or not, the caller checks again.
        _ = Libc.Poll(entries, 2, milliseconds);
    }
}
