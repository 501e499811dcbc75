using Microsoft.Win32.SafeHandles;
using ProcessProxy.Logs.Growth;

namespace ProcessProxy.Logs.Parts;

/// <summary>Reads a file of a log by offsets of the stream, and never bytes that a rotation has moved since the file was opened.</summary>
/// <param name="file">The open file.</param>
/// <param name="origin">The offset in the stream of the file's first byte.</param>
/// <param name="access">Separates reading and cutting.</param>
internal sealed class LogBytes(SafeFileHandle file, long origin, LogAccess access)
{
    private readonly long _version = access.Version;

    /// <summary>Gets whether bytes have been moved or removed since: nothing can be read anymore, and the file must be opened again.</summary>
    public bool IsStale => access.Version != _version;

    /// <summary>Reads some bytes; none at the end of the file or if it is stale.</summary>
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
