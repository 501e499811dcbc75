using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Linux.Files;

namespace ProcessProxy.Platform.Files;

/// <summary>A file that one process holds at a time: the system lets go of it when that process dies, however it dies.</summary>
internal abstract class LockFile : IDisposable
{
    private const int SharingViolation = unchecked((int)0x80070020);
    private static readonly int WouldBlock = OperatingSystem.IsMacOS() ? MacOS.DarwinErrno.WouldBlock : Unix.Errno.Again;

    /// <summary>Which file it is; another one of the same name is not it.</summary>
    public FileIdentity Identity => RegularFile.Status(File).Identity;

    /// <summary>The open file.</summary>
    protected abstract SafeFileHandle File { get; }

    /// <summary>Makes the file where it is missing, and holds it.</summary>
    /// <returns>Null when another process holds it.</returns>
    /// <exception cref="IOException">Something else has its name, or it belongs to somebody else.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static LockFile? TryHold(string path) => OperatingSystem.IsLinux() ? LinuxLockFile.TryHold(path) : Portable.TryHold(path);

    /// <summary>Reads the file without holding it.</summary>
    /// <returns>What it says and whether somebody holds it; null when there is none.</returns>
    /// <exception cref="IOException">It cannot be read, or something else has its name.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static (byte[] Content, bool IsHeld, Ownership? Ownership)? Look(string path, int limit) =>
        OperatingSystem.IsLinux() ? LinuxLockFile.Look(path, limit) : Portable.Look(path, limit);

    /// <summary>Replaces what it says.</summary>
    public void Write(ReadOnlySpan<byte> content)
    {
        // In this order, so that who reads meanwhile sees the lines whole, with more after them at worst.
        RandomAccess.Write(File, content, 0);
        RandomAccess.SetLength(File, content.Length);
    }

    /// <summary>What it says, from who held it before; nothing when that is far too long.</summary>
    public byte[] Read(int limit) => RandomAccess.GetLength(File) <= limit ? ReadAll(File, "", limit) : [];

    /// <summary>Lets a group read it. Nothing on systems where that cannot be done.</summary>
    public virtual void ShowTo(SystemGroup group)
    {
    }

    /// <summary>Lets go. The file stays: removing it would let a third process hold a new one beside a second that still opens this.</summary>
    public abstract void Dispose();

    /// <summary>What is open, as far as it is wanted.</summary>
    protected static byte[] ReadAll(SafeFileHandle file, string path, int limit)
    {
        var length = RandomAccess.GetLength(file);
        if (length > limit)
        {
            throw new IOException($"The lock {path} is {length} bytes long.");
        }

        var content = new byte[length];
        return content[..RandomAccess.Read(file, content, 0)];
    }

    /// <summary>By what .NET does to share files: flock(2) on macOS, sharing modes on Windows.</summary>
    private sealed class Portable(FileStream file) : LockFile
    {
        // On Windows a file that is not shared cannot even be read, and the second server wants to name the first. Elsewhere
        // sharing to read would be no lock.
        private static readonly FileShare Share = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;

        protected override SafeFileHandle File => file.SafeFileHandle;

        public static new LockFile? TryHold(string path)
        {
            RefuseLink(path);
            try
            {
                var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = Share, BufferSize = 0 };
                if (!OperatingSystem.IsWindows())
                {
                    options.UnixCreateMode = FileModes.Private;
                }

                return new Portable(new FileStream(path, options));
            }
            catch (IOException held) when (IsTaken(held))
            {
                return null;
            }
        }

        public static new (byte[] Content, bool IsHeld, Ownership? Ownership)? Look(string path, int limit)
        {
            RefuseLink(path);
            using var file = RegularFile.OpenRead(path);
            return file is null ? null : (ReadAll(file, path, limit), IsHeld(path), null);
        }

        public override void Dispose() => file.Dispose();

        private static bool IsHeld(string path)
        {
            try
            {
                using var tried = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, Share, bufferSize: 0);
                return false;
            }
            catch (IOException held) when (IsTaken(held))
            {
                return true;
            }
        }

        private static bool IsTaken(IOException refused) => refused.HResult == WouldBlock || refused.HResult == SharingViolation;

        private static void RefuseLink(string path)
        {
            if (new FileInfo(path).LinkTarget is not null)
            {
                // Holding it empties the file, and that must not be somebody else's.
                throw new IOException($"The lock {path} is a symbolic link.");
            }
        }
    }
}
