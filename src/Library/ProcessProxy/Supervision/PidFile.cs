using System.Globalization;
using System.Text;
using ProcessProxy.Platform;

namespace ProcessProxy.Supervision;

/// <summary>The one-line file that other tools read. What it says is never believed: anybody may have written it, at any time.</summary>
internal static class PidFile
{
    private const int Longest = 64;

    /// <summary>Writes the pid and a newline.</summary>
    public static void Write(string path, int pid)
    {
        FileModes.CreateFolder(Path.GetDirectoryName(path)!);
        AtomicFile.Write(path, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{pid}\n")), FileModes.Public);
    }

    /// <summary>Removes the file if it still names this pid; a file that somebody put in its place stays.</summary>
    public static void Remove(string path, int? pid)
    {
        var (named, _) = Read(path);
        if (named is not null && (pid is null || named == pid))
        {
            File.Delete(path);
        }
    }

    /// <summary>Reads the file.</summary>
    /// <returns>The pid; or null and why the file is no PID file. Both null when there is none.</returns>
    public static (int? Pid, string? Problem) Read(string path)
    {
        var (content, problem) = SmallFile.Read(path, Longest);
        if (content is null)
        {
            return (null, problem);
        }

        var text = Encoding.ASCII.GetString(content).TrimEnd('\r', '\n');
        return !text.Contains('\0', StringComparison.Ordinal) // Which the parser would pass over.
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) && pid > 1
            ? (pid, null)
            : (null, content.Length == 0 ? "it is empty" : "its first line is not the number of a process");
    }
}
