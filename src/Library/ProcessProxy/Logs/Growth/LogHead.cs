using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Growth;

/// <summary>
/// Remembers the first bytes of a log. Whoever appends never changes them: when they change, the log was emptied and has grown again to
/// at least its size before anybody looked, so that its size tells nothing.
/// </summary>
internal sealed class LogHead(string path)
{
    /// <value>Above this size nothing is looked at: as much is not written again between two looks, which are milliseconds apart.</value>
    private const long Largest = 256 * 1024;

    private readonly byte[] _seen = new byte[64];
    private FileIdentity _file;
    private long _at;
    private int _length;

    /// <summary>Forgets what was there: from now on it is about what begins at this place of this file.</summary>
    public void Begin(FileIdentity file, long at) => (_file, _at, _length) = (file, at, 0);

    /// <summary>Looks, and remembers what it sees.</summary>
    /// <param name="before">How large the file was at the last look.</param>
    /// <param name="size">How large it is.</param>
    /// <returns>Whether the file begins otherwise than before.</returns>
    public bool HasChanged(long before, long size)
    {
        if (before > Largest || size <= _at)
        {
            return false;
        }

        Span<byte> now = stackalloc byte[_seen.Length];
        now = now[..Read(now[..(int)Math.Min(now.Length, size - _at)])];
        var common = Math.Min(now.Length, _length);
        var hasChanged = !now[..common].SequenceEqual(_seen.AsSpan(0, common));
        if (hasChanged || now.Length > _length)
        {
            now.CopyTo(_seen);
            _length = now.Length;
        }

        return hasChanged;
    }

    private int Read(Span<byte> head)
    {
        try
        {
            // Opened for each look: kept open it would cost a descriptor for each log.
            using var file = RegularFile.OpenRead(path);
            return file is null || RegularFile.Status(file).Identity != _file ? 0 : RandomAccess.Read(file, head, _at);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A log that cannot be read has no reader who could be misled.
            return 0;
        }
    }
}
