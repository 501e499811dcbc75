using ProcessProxy.Configuration.Problems;

namespace ProcessProxy.Configuration.Yaml;

/// <summary>A file that was read, or the reason why it could not be read.</summary>
/// <param name="Bytes">The contents; null if it could not be read.</param>
/// <param name="Code">One of <see cref="ProblemCodes"/>; null if it was read.</param>
/// <param name="Failure">The reason in one sentence; null if it was read.</param>
internal sealed record SourceFile(byte[]? Bytes, string? Code = null, string? Failure = null)
{
    /// <summary>Gets the file as it was just before it was read; null if it is not a file.</summary>
    public ConfigurationFile? Stamp { get; init; }

    /// <summary>Reads a regular file of limited size. Never waits for a writer.</summary>
    public static SourceFile Read(string path)
    {
        // Read first, so that a write during the read appears as a change.
        var stamp = ConfigurationFile.At(path);
        return ReadRegular(path) with { Stamp = stamp };
    }

    private static SourceFile ReadRegular(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return Failed(ProblemCodes.FileUnreadable, $"'{path}' is a folder, not a file.");
            }

            var file = ConfigurationFile.Found(path);
            if (!file.Exists)
            {
                return Failed(ProblemCodes.FileUnreadable, $"The file '{path}' does not exist.");
            }

            // Opening a pipe would wait for its writer. Pipes, sockets and devices have no length; neither has
            // an empty file, in which there is nothing to read.
            if (file.Length == 0)
            {
                return Failed(ProblemCodes.EmptyFile, $"'{path}' is empty, or is not a regular file.");
            }

            return file.Length > YamlLimits.FileBytes ? TooLarge(path) : ReadBounded(path);
        }
        catch (UnauthorizedAccessException e)
        {
            return Failed(ProblemCodes.FileUnreadable, $"The server does not have permission to read the file '{path}': {e.Message}");
        }
        catch (IOException e)
        {
            return Failed(ProblemCodes.FileUnreadable, $"The file '{path}' cannot be read: {e.Message}");
        }
    }

    private static SourceFile ReadBounded(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

        // The length was read a moment ago: the file may be growing.
        var buffer = new byte[YamlLimits.FileBytes + 1];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length > YamlLimits.FileBytes ? TooLarge(path) : new(buffer[..length]);
    }

    private static SourceFile TooLarge(string path) =>
        Failed(ProblemCodes.FileTooLarge, $"The file '{path}' is larger than {YamlLimits.FileBytes / 1024} KB.");

    private static SourceFile Failed(string code, string failure) => new(null, code, failure);
}
