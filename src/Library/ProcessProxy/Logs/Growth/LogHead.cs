using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Growth;

/// <summary>
/// Remembers the first bytes of a log. Appending never changes them: if they change, the log was emptied and has grown again to
/// at least its size before the next check, so its size does not show it.
/// </summary>
internal sealed class LogHead(string path)
{
    /// <value>Above this size nothing is checked: this much is not written again between two checks, which are milliseconds apart.</value>
    private const long Largest = 256 * 1024;

    private readonly byte[] _seen = new byte[64];
    private FileIdentity _file;
    private long _at;
    private int _length;

    /// <summary>Starts over for the bytes at this place of this file.</summary>
    public void Begin(FileIdentity file, long at) => (_file, _at, _length) = (file, at, 0);

    /// <summary>Checks the bytes, and remembers them.</summary>
    /// <param name="before">The size of the file at the last check.</param>
    /// <param name="size">The current size.</param>
    /// <returns>True if the file begins differently than before.</returns>
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
            // Opened for each check: otherwise it would cost a descriptor for each log.
            using var file = RegularFile.OpenRead(path);
            return file is null || RegularFile.Status(file).Identity != _file ? 0 : RandomAccess.Read(file, head, _at);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A log that cannot be read has no reader that could be misled.
            return 0;
        }
    }
}
