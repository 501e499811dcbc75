namespace ProcessProxy.Configuration;

/// <summary>A file that a configuration was read from, as it was at that time: enough to detect a change without reading it again.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Length">The length in bytes; -1 if there was no file.</param>
/// <param name="Modified">The time of the last write.</param>
public sealed record ConfigurationFile(string Path, long Length, DateTimeOffset Modified)
{
    /// <summary>Returns the current state of a path. A link stands for the file it points to.</summary>
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

    /// <summary>Returns the file at a path, or the one that a link there points to.</summary>
    internal static FileInfo Found(string path)
    {
        var file = new FileInfo(path);
        return file.Exists && file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target ? target : file;
    }

    private static ConfigurationFile None(string path) => new(path, -1, DateTimeOffset.MinValue);
}
