using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Files;

/// <summary>The identity of a file, whatever its name is: a rename keeps it, a new file has another one.</summary>
/// <param name="Inode">The number of the file; 0 if the system has none.</param>
/// <param name="BornTicks">The creation time in UTC ticks, which distinguishes files that had the same number one after the other. 0 if unknown.</param>
internal readonly record struct FileIdentity(ulong Inode, long BornTicks);

/// <summary>The status of a regular file at one moment.</summary>
/// <param name="Identity">The identity of the file.</param>
/// <param name="Size">Its length in bytes.</param>
/// <param name="ModifiedTicks">The time of the last write, in UTC ticks.</param>
internal readonly record struct FileStatus(FileIdentity Identity, long Size, long ModifiedTicks);

/// <summary>Opens and examines regular files only: never a pipe that blocks, a device or a folder.</summary>
internal static class RegularFile
{
    /// <summary>Returns the status of the regular file at a path, following links, or null if there is none.</summary>
    public static FileStatus? Status(string path) => CurrentPlatform.Files.Status(path, followLink: true);

    /// <summary>Returns the status of the regular file that itself has this name, or null if there is none or it is a link.</summary>
    public static FileStatus? StatusOfName(string path) => CurrentPlatform.Files.Status(path, followLink: false);

    /// <summary>Returns the status of an open file.</summary>
    public static FileStatus Status(SafeFileHandle file) => CurrentPlatform.Files.Status(file);

    /// <summary>Opens a file for reading while others write, rename and delete it; returns null if there is no regular file.</summary>
    /// <exception cref="IOException">It exists and cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SafeFileHandle? OpenRead(string path) => CurrentPlatform.Files.OpenRead(path);

    /// <summary>Opens one of our files for reading and writing, creates it if it is missing, and never follows a link.</summary>
    /// <exception cref="IOException">It cannot be opened, or something else has its name.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static SafeFileHandle OpenOwn(string path) => CurrentPlatform.Files.OpenOwn(path);

    /// <summary>Opens an existing file for reading and writing, never through a link; returns null if no regular file itself has this name.</summary>
    /// <exception cref="IOException">It exists and cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static SafeFileHandle? OpenExisting(string path) => CurrentPlatform.Files.OpenExisting(path);

    /// <summary>Returns the first offset from <paramref name="offset"/> where the file is not a hole, or <paramref name="end"/>. Moves the position of the handle.</summary>
    public static long NextData(SafeFileHandle file, long offset, long end) => CurrentPlatform.Files.NextData(file, offset, end);
}
