using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Files;

/// <summary>
/// Frees the beginning of a file while a program that has it open keeps appending. The file stays the same
/// one, and the kernel does each operation as a whole, before or after an append.
/// </summary>
internal static class FileHead
{
    /// <summary>Gets whether this system supports any of this.</summary>
    public static bool IsSupported => CurrentPlatform.Heads.AreSupported;

    /// <summary>Returns the number of which a length to cut must be a multiple.</summary>
    public static long BlockSize(SafeFileHandle file) => CurrentPlatform.Heads.BlockSize(file);

    /// <summary>Replaces the first bytes with a hole, which takes no space; every offset stays the same.</summary>
    /// <returns>False if the file system does not support it.</returns>
    /// <exception cref="IOException">It is supported and failed.</exception>
    public static bool TryPunch(SafeFileHandle file, long length) => CurrentPlatform.Heads.TryPunch(file, length);

    /// <summary>Removes the first bytes of the file, so that the rest moves to its beginning.</summary>
    /// <returns>False if this is impossible for any reason; then nothing has changed.</returns>
    public static bool TryCollapse(SafeFileHandle file, long length) => CurrentPlatform.Heads.TryCollapse(file, length);
}
