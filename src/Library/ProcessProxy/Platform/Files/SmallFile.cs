namespace ProcessProxy.Platform.Files;

/// <summary>Reads a small file whose path may contain anything: a link, a FIFO, a folder, a file that is far too large.</summary>
internal static class SmallFile
{
    /// <summary>Reads a complete file.</summary>
    /// <returns>The contents; or null and the reason. Both are null if nothing exists.</returns>
    public static (byte[]? Content, string? Problem) Read(string path, int limit)
    {
        try
        {
            if (RegularFile.StatusOfName(path) is not { } status)
            {
                return (null, WhatElse(path));
            }

            if (status.Size > limit)
            {
                return (null, $"it is {status.Size} bytes long");
            }

            using var file = RegularFile.OpenRead(path);
            if (file is null)
            {
                return (null, null);
            }

            // It may have grown since; the part beyond the limit is not read.
            var content = new byte[status.Size];
            var read = RandomAccess.Read(file, content, 0);
            return (content[..read], null);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, unreadable.Message);
        }
    }

    private static string? WhatElse(string path) =>
        new FileInfo(path).LinkTarget is not null ? "it is a symbolic link"
        : Directory.Exists(path) ? "it is a folder"
        : File.Exists(path) ? "it is not a regular file"
        : null;
}
