using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Streams;

namespace ProcessProxy.Platform.Unix;

/// <summary>The standard streams of this process, by their descriptors.</summary>
internal sealed class UnixStreams : ProcessStreams
{
    public override bool IsInputTerminal => Libc.IsATerminal(0) == 1;

    public override Stream Output() => Open(1) ?? base.Output();

    public override Stream Error() => Open(2) ?? base.Error();

    private static FileStream? Open(int descriptor)
    {
        var stream = new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);

        // A file never blocks, and would be written at the stream's own position, over what others write to it.
        return stream.CanSeek ? null : stream;
    }
}
