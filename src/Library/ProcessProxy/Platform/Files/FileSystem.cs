using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Files;

/// <summary>Regular files and folders. What each member does is said at <see cref="RegularFile"/>, <see cref="AtomicFile"/>, <see cref="Durable"/> and <see cref="FileModes"/>.</summary>
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
            // "Not there" is an answer here, not a failure.
            return null;
        }
    }

    public virtual SafeFileHandle OpenOwn(string path) =>
        File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    public virtual SafeFileHandle? OpenExisting(string path) => Status(path, followLink: false) is null
        ? null
        : File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Opens a file as .NET does and, where there are such modes, gives it one when it is made.</summary>
    public virtual FileStream Open(string path, FileStreamOptions options, UnixFileMode mode) => new(path, options);

    public virtual long NextData(SafeFileHandle file, long offset, long end) => offset;

    public virtual void CreateFolder(string path, UnixFileMode mode) => Directory.CreateDirectory(path);

    /// <summary>Renames <paramref name="beside"/> to <paramref name="path"/>, over what is there.</summary>
    public virtual void Replace(string path, string beside) => File.Move(beside, path, overwrite: true);

    /// <summary>Writes a file beside and exchanges the names of both; false when that cannot be done here, and nothing has happened to <paramref name="path"/>.</summary>
    public virtual bool TryExchange(string path, string beside, ReadOnlySpan<byte> content, UnixFileMode mode) => false;

    public virtual void FlushFolder(string path)
    {
    }

    /// <summary>Where a folder is, as the system names it, whatever links its path goes through; the path itself where that is not told.</summary>
    public virtual string RealPath(string folder) => folder;

    /// <summary>What tells of changes of files.</summary>
    /// <param name="polling">Looks at files by itself, where nobody tells.</param>
    /// <param name="logger">Is told when the system refuses.</param>
    public virtual IFileChangeSource ChangeSource(PollingFileChangeSource polling, ILogger logger) => polling;

    private static FileStatus? Status(FileInfo file) => file.Exists
        ? new FileStatus(new FileIdentity(0, file.CreationTimeUtc.Ticks), file.Length, file.LastWriteTimeUtc.Ticks)
        : null;

    /// <summary>What a link leads to at last; the length of a link itself is that of its text.</summary>
    private static FileInfo? Target(FileInfo link)
    {
        try
        {
            return link.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
        }
        catch (IOException)
        {
            // Links in a circle lead to nothing.
            return null;
        }
    }
}
