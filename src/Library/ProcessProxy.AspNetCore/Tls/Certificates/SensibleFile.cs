namespace ProcessProxy.AspNetCore.Tls.Certificates;

/// <summary>Reads files whose path may contain anything.</summary>
internal static class SensibleFile
{
    private const int LargestSensibleSize = 1024 * 1024;

    /// <summary>Reads a complete file.</summary>
    /// <exception cref="IOException">It is missing, empty, far too large, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] Read(string path)
    {
        // A device or FIFO has no length, and reading it might never end.
        var file = new FileInfo(path);
        file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
        if (!file.Exists)
        {
            throw new FileNotFoundException($"There is no file '{path}'.", path);
        }

        return file.Length is > 0 and <= LargestSensibleSize
            ? File.ReadAllBytes(path)
            : throw new IOException($"The file '{path}' has {file.Length} bytes, which is not a certificate, key or password.");
    }
}
