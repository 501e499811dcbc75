using System.Globalization;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Files;

/// <summary>The open files of this process, from <c>/proc/self</c>.</summary>
internal sealed class LinuxOpenFileTable : UnixOpenFileTable
{
    private const string Limits = "/proc/self/limits";
    private const string Name = "Max open files";
    private const string Opened = "/proc/self/fd";

    public override long? Limit
    {
        get
        {
            if (!File.Exists(Limits))
            {
                return null;
            }

            foreach (var line in File.ReadLines(Limits))
            {
                if (line.StartsWith(Name, StringComparison.Ordinal)
                    && long.TryParse(line[Name.Length..].TrimStart().Split(' ', 2)[0], NumberStyles.None, CultureInfo.InvariantCulture, out var limit))
                {
                    return limit;
                }
            }

            return null;
        }
    }

    public override int? Count => Directory.Exists(Opened) ? Directory.EnumerateFileSystemEntries(Opened).Count() : null;
}
