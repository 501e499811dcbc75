using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Files;

/// <summary>Which file it is, whatever its name: a rename keeps it, a file made anew has another.</summary>
/// <param name="Inode">The number of the file; 0 where the system has none.</param>
/// <param name="BornTicks">When it was made, in UTC ticks; tells apart files that got the same number one after the other. 0 when unknown.</param>
internal readonly record struct FileIdentity(ulong Inode, long BornTicks);

/// <summary>What is known of a regular file at one moment.</summary>
/// <param name="Identity">Which file it is.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="ModifiedTicks">When it was last written, in UTC ticks.</param>
internal readonly record struct FileStatus(FileIdentity Identity, long Size, long ModifiedTicks);

/// <summary>Opens and asks about regular files only: never a pipe that blocks, a device or a folder.</summary>
internal static class RegularFile
{
    /// <summary>The status of the regular file at a path, through a link; null when there is none.</summary>
    public static FileStatus? Status(string path) => CurrentPlatform.Files.Status(path, followLink: true);

    /// <summary>The status of the regular file that itself has this name; null when there is none or it is a link.</summary>
    public static FileStatus? StatusOfName(string path) => CurrentPlatform.Files.Status(path, followLink: false);

    /// <summary>The status of an open file.</summary>
    public static FileStatus Status(SafeFileHandle file) => CurrentPlatform.Files.Status(file);

    /// <summary>Opens a file to be read while others write, rename and delete it; null when no regular file is there.</summary>
    /// <exception cref="IOException">It is there and cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SafeFileHandle? OpenRead(string path) => CurrentPlatform.Files.OpenRead(path);

    /// <summary>Opens a file of ours for reading and writing, makes it when it is missing, and never goes through a link.</summary>
    /// <exception cref="IOException">It cannot be opened, or something else has its name.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static SafeFileHandle OpenOwn(string path) => CurrentPlatform.Files.OpenOwn(path);

    /// <summary>Opens a file that is there for reading and writing, never through a link; null when no regular file itself has this name.</summary>
    /// <exception cref="IOException">It is there and cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static SafeFileHandle? OpenExisting(string path) => CurrentPlatform.Files.OpenExisting(path);

    /// <summary>The first offset from <paramref name="offset"/> on where the file is not a hole, or <paramref name="end"/>. Moves the position of the handle.</summary>
    public static long NextData(SafeFileHandle file, long offset, long end) => CurrentPlatform.Files.NextData(file, offset, end);
}
