using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Files;

/// <summary>A file that one process holds at a time: the system releases it when that process dies, however it dies.</summary>
internal abstract class LockFile : IDisposable
{
    /// <summary>Gets the identity of the file; another file with the same name is not it.</summary>
    public FileIdentity Identity => RegularFile.Status(File).Identity;

    /// <summary>Gets the open file.</summary>
    protected abstract SafeFileHandle File { get; }

    /// <summary>Creates the file if it is missing, and holds it.</summary>
    /// <returns>Null if another process holds it.</returns>
    /// <exception cref="IOException">Something else has its name, or it belongs to another user.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static LockFile? TryHold(string path) => CurrentPlatform.Locks.TryHold(path);

    /// <summary>Reads the file without holding it.</summary>
    /// <returns>Its contents and whether somebody holds it; null if it does not exist.</returns>
    /// <exception cref="IOException">It cannot be read, or something else has its name.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static (byte[] Content, bool IsHeld, Ownership? Ownership)? Look(string path, int limit) =>
        CurrentPlatform.Locks.Look(path, limit);

    /// <summary>Replaces its contents.</summary>
    public void Write(ReadOnlySpan<byte> content)
    {
        // In this order, so that a simultaneous reader sees complete lines, with more after them at worst.
        RandomAccess.Write(File, content, 0);
        RandomAccess.SetLength(File, content.Length);
    }

    /// <summary>Returns the contents, from the previous holder; empty if they are far too long.</summary>
    public byte[] Read(int limit) => RandomAccess.GetLength(File) <= limit ? ReadAll(File, "", limit) : [];

    /// <summary>Lets a group read it. Does nothing on systems without support.</summary>
    public virtual void ShowTo(SystemGroup group)
    {
    }

    /// <summary>Releases it. The file stays: removing it would let a third process hold a new one while a second one still opens this one.</summary>
    public abstract void Dispose();

    /// <summary>Returns the contents of the open file, up to the limit.</summary>
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
