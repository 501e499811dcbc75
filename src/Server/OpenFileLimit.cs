using System.Globalization;

namespace ProcessProxy.Server;

/// <summary>
/// Whether the server may open enough files to run. The runtime opens each part of the program as a file and, where it
/// cannot, says that the part does not exist.
/// </summary>
internal static class OpenFileLimit
{
    private const int Least = 256;
    private const string Limits = "/proc/self/limits";
    private const string Name = "Max open files";

    /// <summary>A sentence that says why the server cannot run; null when it can, or when the system does not tell.</summary>
    public static string? Problem()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists(Limits))
        {
            return null;
        }

        foreach (var line in File.ReadLines(Limits))
        {
            if (line.StartsWith(Name, StringComparison.Ordinal)
                && int.TryParse(line[Name.Length..].TrimStart().Split(' ', 2)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
                && limit < Least)
            {
                return $"It may open {limit} files only and needs {Least} to run (ulimit -n; LimitNOFILE= in a systemd unit).";
            }
        }

        return null;
    }
}
