using System.Globalization;
using ProcessProxy.Logs.Files;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Reading;

/// <summary>
/// How far a reader has read the log of a process, as text that every later server understands: a position for each of its
/// files, that of standard error after a <c>~</c>. While two programs of an instance write, the place in the older log and the log
/// it ends with follow after a <c>-</c> each. Any other text stands for a place that no longer exists.
/// </summary>
internal static class LogPlace
{
    private const char Between = '~';
    private const char Behind = '-';

    /// <summary>A position that no log has.</summary>
    private static readonly LogPosition Nowhere = new(new FileIdentity(ulong.MaxValue, 1), long.MaxValue);

    /// <summary>Writes the positions in the log's first file and its second; the default if there is none yet.</summary>
    public static string Write(OutputPlace output, OutputPlace error) =>
        error == default ? Write(output) : $"{Write(output)}{Between}{Write(error)}";

    /// <summary>Reads a place; every text is valid.</summary>
    public static (OutputPlace Output, OutputPlace Error) Read(string place)
    {
        var between = place.IndexOf(Between, StringComparison.Ordinal);
        return between < 0 ? (ReadOne(place), default) : (ReadOne(place.AsSpan(0, between)), ReadOne(place.AsSpan(between + 1)));
    }

    private static string Write(OutputPlace place) => !place.IsSplit
        ? Write(place.Main)
        : string.Create(CultureInfo.InvariantCulture, $"{Write(place.Main)}{Behind}{Write(place.Older)}{Behind}{place.Until.Inode:x}.{place.Until.BornTicks:x}");

    private static string Write(LogPosition position) => position == default
        ? "0"
        : string.Create(CultureInfo.InvariantCulture, $"{position.Source.Inode:x}.{position.Source.BornTicks:x}.{position.Offset:x}");

    private static OutputPlace ReadOne(ReadOnlySpan<char> text)
    {
        Span<Range> parts = stackalloc Range[4];
        return text.Split(parts, Behind) switch
        {
            1 => new OutputPlace(ReadPosition(text)),
            3 when ReadPosition($"{text[parts[2]]}.0") is var until && until != Nowhere && until.Source != default =>
                new OutputPlace(ReadPosition(text[parts[0]]), ReadPosition(text[parts[1]]), until.Source),
            _ => new OutputPlace(Nowhere),
        };
    }

    private static LogPosition ReadPosition(ReadOnlySpan<char> text)
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
