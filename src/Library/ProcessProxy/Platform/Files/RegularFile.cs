using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Linux.Files;
using ProcessProxy.Platform.Windows;

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
    public static FileStatus? Status(string path) =>
        OperatingSystem.IsLinux() ? LinuxFile.Status(path, followLink: true)
        : OperatingSystem.IsWindows() ? WindowsFile.Status(path, followLink: true)
        : PortableStatus(path);

    /// <summary>The status of the regular file that itself has this name; null when there is none or it is a link.</summary>
    public static FileStatus? StatusOfName(string path) =>
        OperatingSystem.IsLinux() ? LinuxFile.Status(path, followLink: false)
        : OperatingSystem.IsWindows() ? WindowsFile.Status(path, followLink: false)
        : new FileInfo(path).LinkTarget is null ? PortableStatus(path)
        : null;

    /// <summary>The status of an open file.</summary>
    public static FileStatus Status(SafeFileHandle file) =>
        OperatingSystem.IsLinux() ? LinuxFile.Status(file)
        : OperatingSystem.IsWindows() ? WindowsFile.Status(file)
        : new FileStatus(new FileIdentity(0, File.GetCreationTimeUtc(file).Ticks), RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file).Ticks);

    /// <summary>Opens a file to be read while others write, rename and delete it; null when no regular file is there.</summary>
    /// <exception cref="IOException">It is there and cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static SafeFileHandle? OpenRead(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return LinuxFile.OpenRead(path);
        }

        if (OperatingSystem.IsMacOS())
        {
            return MacOS.MacFile.OpenRead(path);
        }

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

    /// <summary>Opens a file of ours for reading and writing, makes it when it is missing, and never goes through a link.</summary>
    /// <exception cref="IOException">It cannot be opened, or something else has its name.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static SafeFileHandle OpenOwn(string path) =>
        OperatingSystem.IsLinux()
            ? LinuxFile.OpenOwn(path)
            : File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Opens a file that is there for reading and writing, never through a link; null when no regular file itself has this name.</summary>
    /// <exception cref="IOException">It is there and cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static SafeFileHandle? OpenExisting(string path)
    {
        if (OperatingSystem.IsLinux())
        {
            return LinuxFile.OpenExisting(path);
        }

        return StatusOfName(path) is null
            ? null
            : File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
    }

    /// <summary>The first offset from <paramref name="offset"/> on where the file is not a hole, or <paramref name="end"/>. Moves the position of the handle.</summary>
    public static long NextData(SafeFileHandle file, long offset, long end) =>
        OperatingSystem.IsLinux() ? LinuxFile.NextData(file, offset, end) : offset;

    private static FileStatus? PortableStatus(string path)
    {
        var file = new FileInfo(path);
        return file.Exists
            ? new FileStatus(new FileIdentity(0, file.CreationTimeUtc.Ticks), file.Length, file.LastWriteTimeUtc.Ticks)
            : null;
    }
}
