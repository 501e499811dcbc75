namespace ProcessProxy.Platform.Files;

/// <summary>Determines the free space.</summary>
internal static class FreeSpace
{
    /// <summary>Returns how many bytes can be written to the file system of a folder.</summary>
    /// <exception cref="IOException">It cannot be determined.</exception>
    public static long In(string folder) => new DriveInfo(folder).AvailableFreeSpace;
}
