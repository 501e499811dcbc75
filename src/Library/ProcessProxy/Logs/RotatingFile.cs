using Microsoft.Win32.SafeHandles;
using ProcessProxy.Logs.Files;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs;

/// <summary>
/// A log that the server writes itself, rotated like the logs of programs: <c>x.log</c>, then <c>x.log.1</c> and so on, the newest first.
/// Not for several writers at once.
/// </summary>
internal sealed class RotatingFile : IDisposable
{
    private readonly string _path;
    private readonly long _maxSize;
    private readonly int _maxRotated;
    private SafeFileHandle? _file;

    /// <summary>Creates the file object; nothing is opened yet.</summary>
    /// <param name="path">The absolute path of the file.</param>
    /// <param name="maxSize">The size in bytes above which it is rotated.</param>
    /// <param name="maxFiles">The number of files to keep, including the current one.</param>
    public RotatingFile(string path, long maxSize, int maxFiles) => (_path, _maxSize, _maxRotated) = (path, maxSize, maxFiles - 1);

    /// <summary>
    /// Adds whole lines, all or none of them. A file or folder that somebody has moved or removed is created again.
    /// </summary>
    /// <exception cref="IOException">They cannot be written now; a later write may succeed.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    public void Append(ReadOnlySpan<byte> lines)
    {
        var file = Open();
        var end = RandomAccess.GetLength(file);
        try
        {
            RandomAccess.Write(file, lines, end);
        }
        catch (IOException)
        {
            // On a full disk, a part may have been written: half a line would damage the next one.
            RandomAccess.SetLength(file, end);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private SafeFileHandle Open()
    {
        var named = RegularFile.StatusOfName(_path);
        if (_file is not null && (named is null || named.Value.Size > _maxSize || named.Value.Identity != RegularFile.Status(_file).Identity))
        {
            Dispose();
        }

        if (_file is null)
        {
            FileModes.CreateFolder(Path.GetDirectoryName(_path)!);
            LogRotation.RotateIfLarger(_path, _maxSize, _maxRotated);
            _file = RegularFile.OpenOwn(_path);
        }

        return _file;
    }
}
