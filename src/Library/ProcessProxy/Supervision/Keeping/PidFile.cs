using System.Globalization;
using System.Text;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Supervision.Keeping;

/// <summary>The one-line file for other tools. Its contents are never trusted: anybody may have written it, at any time.</summary>
internal static class PidFile
{
    private const int Longest = 64;

    private const string Extension = ".pid";

    /// <summary>Writes the pid and a newline.</summary>
    /// <exception cref="IOException">It cannot be written, or another kind of file is in its place.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static void Write(string path, int pid)
    {
        if (InTheWay(path) is { } other)
        {
            throw new IOException($"The file is not overwritten, because it is not a PID file of this server: {other}. Set pidFile to another file, or remove this one.");
        }

        FileModes.CreateFolder(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{pid}\n")), FileModes.Public);
    }

    /// <summary>Removes the file if it still contains this pid; a file that somebody put in its place stays.</summary>
    public static void Remove(string path, int? pid)
    {
        var (named, _) = Read(path);
        if (named is not null && (pid is null || named == pid) && Ownership.Of(path) is not { IsOurs: false })
        {
            File.Delete(path);
        }
    }

    /// <summary>
    /// Returns why the file in this place must not be replaced: it belongs to another user, or it contains neither a number and a newline
    /// nor has the name of a PID file. A link is replaced, not followed.
    /// </summary>
    private static string? InTheWay(string path)
    {
        if (RegularFile.StatusOfName(path) is null)
        {
            return null;
        }

        if (Ownership.Of(path) is { IsOurs: false })
        {
            return "it belongs to another user";
        }

        var (named, problem) = Read(path);
        return named is not null || path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? null : problem;
    }

    /// <summary>Reads the file.</summary>
    /// <returns>The pid; or null and why the file is not a PID file. Both are null if there is no file.</returns>
    public static (int? Pid, string? Problem) Read(string path)
    {
        var (content, problem) = SmallFile.Read(path, Longest);
        if (content is null)
        {
            return (null, problem);
        }

        var text = Encoding.ASCII.GetString(content).TrimEnd('\r', '\n');
        return !text.Contains('\0', StringComparison.Ordinal) // The parser would skip it.
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 1
            ? (pid, null)
            : (null, content.Length == 0 ? "it is empty" : "its first line is not the number of a process");
    }
}
