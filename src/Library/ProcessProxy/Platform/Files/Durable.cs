using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.FailPoints;

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
        CurrentPlatform.Files.FlushFolder(path);
    }
}
