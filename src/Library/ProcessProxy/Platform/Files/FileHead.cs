using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Files;

/// <summary>
/// Gives the head of a file back to the disk while a program that holds it open goes on appending. The file stays the same
/// one, and the kernel does each of these whole, before or after an append and never in its middle.
/// </summary>
internal static class FileHead
{
    /// <summary>Whether this system can do such a thing at all.</summary>
    public static bool IsSupported => CurrentPlatform.Heads.AreSupported;

    /// <summary>Of what a length to cut off must be a multiple.</summary>
    public static long BlockSize(SafeFileHandle file) => CurrentPlatform.Heads.BlockSize(file);

    /// <summary>Makes the first bytes a hole, which takes no room; every offset stays.</summary>
    /// <returns>False when the file system cannot do it.</returns>
    /// <exception cref="IOException">It can, and failed.</exception>
    public static bool TryPunch(SafeFileHandle file, long length) => CurrentPlatform.Heads.TryPunch(file, length);

    /// <summary>Takes the first bytes out of the file, so that what follows moves to its beginning.</summary>
    /// <returns>False when it cannot be done, for whatever reason; nothing has changed then.</returns>
    public static bool TryCollapse(SafeFileHandle file, long length) => CurrentPlatform.Heads.TryCollapse(file, length);
}
