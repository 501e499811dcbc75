using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Files;

/// <summary>A file that one process holds at a time: the system lets go of it when that process dies, however it dies.</summary>
internal abstract class LockFile : IDisposable
{
    /// <summary>Which file it is; another one of the same name is not it.</summary>
    public FileIdentity Identity => RegularFile.Status(File).Identity;

    /// <summary>The open file.</summary>
    protected abstract SafeFileHandle File { get; }

    /// <summary>Makes the file where it is missing, and holds it.</summary>
    /// <returns>Null when another process holds it.</returns>
    /// <exception cref="IOException">Something else has its name, or it belongs to somebody else.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static LockFile? TryHold(string path) => CurrentPlatform.Locks.TryHold(path);

    /// <summary>Reads the file without holding it.</summary>
    /// <returns>What it says and whether somebody holds it; null when there is none.</returns>
    /// <exception cref="IOException">It cannot be read, or something else has its name.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static (byte[] Content, bool IsHeld, Ownership? Ownership)? Look(string path, int limit) =>
        CurrentPlatform.Locks.Look(path, limit);

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
    protected internal static byte[] ReadAll(SafeFileHandle file, string path, int limit)
    {
        var length = RandomAccess.GetLength(file);
        if (length > limit)
        {
            throw new IOException($"The lock {path} is {length} bytes long.");
        }

        var content = new byte[length];
        return content[..RandomAccess.Read(file, content, 0)];
    }
}
