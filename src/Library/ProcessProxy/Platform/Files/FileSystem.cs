using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Files;

/// <summary>Regular files and folders. <see cref="RegularFile"/>, <see cref="AtomicFile"/>, <see cref="Durable"/> and <see cref="FileModes"/> document the members.</summary>
internal abstract class FileSystem
{
    public virtual FileStatus? Status(string path, bool followLink)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? Status(file) : followLink && Target(file) is { } target ? Status(target) : null;
    }

    public virtual FileStatus Status(SafeFileHandle file) =>
        new(new FileIdentity(0, File.GetCreationTimeUtc(file).Ticks), RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file).Ticks);

    public virtual SafeFileHandle? OpenRead(string path)
    {
        try
        {
            return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            // "Not found" is a valid result here, not a failure.
            return null;
        }
    }

    public virtual SafeFileHandle OpenOwn(string path) =>
        File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    public virtual SafeFileHandle? OpenExisting(string path) => Status(path, followLink: false) is null
        ? null
        : File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Opens a file as .NET does and, where supported, sets the mode of a new one.</summary>
    public virtual FileStream Open(string path, FileStreamOptions options, UnixFileMode mode) => new(path, options);

    public virtual long NextData(SafeFileHandle file, long offset, long end) => offset;

    public virtual void CreateFolder(string path, UnixFileMode mode) => Directory.CreateDirectory(path);

    /// <summary>Renames <paramref name="beside"/> to <paramref name="path"/>, replacing an existing file.</summary>
    public virtual void Replace(string path, string beside) => File.Move(beside, path, overwrite: true);

    /// <summary>Writes a file beside and exchanges the names of both; returns false if this is not supported, and then <paramref name="path"/> is unchanged.</summary>
    public virtual bool TryExchange(string path, string beside, ReadOnlySpan<byte> content, UnixFileMode mode) => false;

    public virtual void FlushFolder(string path)
    {
    }

    /// <summary>Returns the path of a folder without links, or the path itself if it cannot be determined.</summary>
    public virtual string RealPath(string folder) => folder;

    /// <summary>Creates the source of file changes.</summary>
    /// <param name="polling">Polls files if there are no notifications.</param>
    /// <param name="logger">The log that reports a refusal of the system.</param>
    public virtual IFileChangeSource ChangeSource(PollingFileChangeSource polling, ILogger logger) => polling;

    private static FileStatus? Status(FileInfo file) => file.Exists
        ? new FileStatus(new FileIdentity(0, file.CreationTimeUtc.Ticks), file.Length, file.LastWriteTimeUtc.Ticks)
        : null;

    /// <summary>Returns the final target of a link; the length of a link itself is that of its text.</summary>
    private static FileInfo? Target(FileInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
        }
        catch (IOException)
        {
            // Circular links have no target.
            return null;
        }
    }
}
