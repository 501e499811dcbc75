using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.FailPoints;

namespace ProcessProxy.Platform.Files;

/// <summary>Ensures that changes survive a power failure.</summary>
internal static class Durable
{
    /// <summary>Waits until the contents of a file are on the disk.</summary>
    /// <exception cref="IOException">They cannot be written to the disk.</exception>
    public static void Flush(SafeFileHandle file)
    {
        FailPoint.Hit("fsync");
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>Waits until the current names in a folder are on the disk.</summary>
    /// <exception cref="IOException">They cannot be written to the disk.</exception>
    public static void FlushFolder(string path)
    {
        FailPoint.Hit("fsync");
        CurrentPlatform.Files.FlushFolder(path);
    }
}
