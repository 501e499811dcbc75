namespace ProcessProxy.Configuration;

/// <summary>A file that a configuration was read from, as it was then: enough to see whether it has changed, without reading it again.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Length">The length in bytes; -1 when there was none.</param>
/// <param name="Modified">When it was last written.</param>
public sealed record ConfigurationFile(string Path, long Length, DateTimeOffset Modified)
{
    /// <summary>What is at a path now. A link stands for the file it leads to.</summary>
    public static ConfigurationFile At(string path)
    {
        try
        {
            var file = Found(path);
            return file.Exists ? new(path, file.Length, file.LastWriteTimeUtc) : None(path);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return None(path);
        }
    }

    /// <summary>The file at a path, or the one that a link there leads to.</summary>
    internal static FileInfo Found(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target : file;
    }

    private static ConfigurationFile None(string path) => new(path, -1, DateTimeOffset.MinValue);
}
