using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.FailPoints;
using ProcessProxy.Platform.Linux.Files;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Files;

/// <summary>Makes sure that what was done outlasts a power failure.</summary>
internal static class Durable
{
    /// <summary>Waits until the content of a file is on the disk.</summary>
    /// <exception cref="IOException">It cannot be brought there.</exception>
    public static void Flush(SafeFileHandle file)
    {
        FailPoint.Hit("fsync");
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Waits until the names in a folder, as they are now, are on the disk.</summary>
    /// <exception cref="IOException">They cannot be brought there.</exception>
    public static void FlushFolder(string path)
    {
        FailPoint.Hit("fsync");
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = Descriptor.Open(path, OpenFlags.ReadOnly, 0, out var error);
        if (folder.IsInvalid)
        {
            throw new IOException($"The folder '{path}' cannot be opened: {Errno.Describe(error)}.", error);
        }

        // Some file systems have nothing to flush for a folder and say so.
        if (Libc.FileSync(folder.Value) != 0 && (error = Marshal.GetLastPInvokeError()) != Errno.Invalid)
        {
            throw new IOException($"The folder '{path}' cannot be brought to the disk: {Errno.Describe(error)}.", error);
        }
    }
}
