using System.Globalization;
using ProcessProxy.Logs.Files;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Reading;

/// <summary>
/// How far a reader has read the log of a process, as text that every later server understands: a position for each of its
/// files, that of standard error after a <c>~</c>. Any other text stands for a place that no longer exists.
/// </summary>
internal static class LogPlace
{
    private const char Between = '~';

    /// <summary>A position that no log has.</summary>
    private static readonly LogPosition Nowhere = new(new FileIdentity(ulong.MaxValue, 1), long.MaxValue);

    /// <summary>Writes the positions in the log's first file and its second; the default if there is none yet.</summary>
    public static string Write(LogPosition output, LogPosition error) =>
        error == default ? Write(output) : $"{Write(output)}{Between}{Write(error)}";

    /// <summary>Reads a place; every text is valid.</summary>
    public static (LogPosition Output, LogPosition Error) Read(string place)
    {
        var between = place.IndexOf(Between, StringComparison.Ordinal);
        return between < 0 ? (ReadOne(place), default) : (ReadOne(place.AsSpan(0, between)), ReadOne(place.AsSpan(between + 1)));
    }

    private static string Write(LogPosition position) => position == default
        ? "0"
        : string.Create(CultureInfo.InvariantCulture, $"{position.Source.Inode:x}.{position.Source.BornTicks:x}.{position.Offset:x}");

    private static LogPosition ReadOne(ReadOnlySpan<char> text)
    {
        if (text is "0")
        {
            return default;
        }

        Span<Range> parts = stackalloc Range[4];
        return text.Split(parts, '.') == 3
            && ulong.TryParse(text[parts[0]], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var inode)
            && long.TryParse(text[parts[1]], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var born) && born >= 0
            && long.TryParse(text[parts[2]], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var offset)
            && offset is >= 0 and <= IndexHeader.MaxBase
                ? new LogPosition(new FileIdentity(inode, born), offset)
                : Nowhere;
    }
}
