namespace ProcessProxy.Platform.Files;

/// <summary>Asks how much room there is.</summary>
internal static class FreeSpace
{
    /// <summary>How many bytes can be written on the file system of a folder.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    public static long In(string folder) => new DriveInfo(folder).AvailableFreeSpace;
}
