using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform;

/// <summary>Reads a small file that may be anything: a link, a FIFO, a folder, far too large.</summary>
internal static class SmallFile
{
    /// <summary>Reads a file whole.</summary>
    /// <returns>The content; or null and why there is none. Both null when nothing is there.</returns>
    public static (byte[]? Content, string? Problem) Read(string path, int limit)
    {
        // A FIFO without a writer would hold a reader for ever, so what it is is asked before it is opened.
        var info = new FileInfo(path);
        if (info.LinkTarget is not null)
        {
            return (null, "it is a symbolic link");
        }

        if (Directory.Exists(path))
        {
            return (null, "it is a folder");
        }

        if (!info.Exists)
        {
            return (null, null);
        }

        if (!OperatingSystem.IsWindows() && !IsRegular(info))
        {
            return (null, "it is not a regular file");
        }

        if (info.Length > limit)
        {
            return (null, $"it is {info.Length} bytes long");
        }

        try
        {
            return (File.ReadAllBytes(path), null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, unreadable.Message);
        }
    }

    private static bool IsRegular(FileInfo info)
    {
        if ((info.Attributes & FileAttributes.Device) != 0)
        {
            return false;
        }

        using var file = Descriptor.Open(info.FullName, OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.NoFollow, 0, out _);
        return !file.IsInvalid && FileKind.IsRegular(file);
    }
}
