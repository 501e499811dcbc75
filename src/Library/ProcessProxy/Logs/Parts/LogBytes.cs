using Microsoft.Win32.SafeHandles;
using ProcessProxy.Logs.Growth;

namespace ProcessProxy.Logs.Parts;

/// <summary>Reads a file of a log by offsets of the stream, and never what a rotation has moved since it was opened.</summary>
/// <param name="file">The open file.</param>
/// <param name="origin">The offset in the stream that the file's first byte has.</param>
/// <param name="access">Keeps reading and cutting apart.</param>
internal sealed class LogBytes(SafeFileHandle file, long origin, LogAccess access)
{
    private readonly long _version = access.Version;

    /// <summary>Whether bytes have been moved or removed since: nothing can be read any more, and the file must be opened anew.</summary>
    public bool IsStale => access.Version != _version;

    /// <summary>Reads some bytes; none at the end of the file or when it is stale.</summary>
    public int Read(Span<byte> target, long offset)
    {
        access.EnterRead();
        try
        {
            return IsStale ? 0 : RandomAccess.Read(file, target, offset - origin);
        }
        finally
        {
            access.ExitRead();
        }
    }
}
