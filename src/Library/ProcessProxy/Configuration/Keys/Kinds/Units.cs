using System.Globalization;

namespace ProcessProxy.Configuration.Keys.Kinds;

/// <summary>Durations and sizes as people write them: <c>500ms</c>, <c>2s</c>, <c>512M</c>, <c>50 MB</c>. One whole number and one unit.</summary>
internal static class Units
{
    /// <summary>Returns the milliseconds of a duration with a unit, or null.</summary>
    public static long? Milliseconds(string text) => Parse(text, unit => unit switch
    {
        "ms" => 1,
        "s" => 1000,
        "m" => 60 * 1000,
        "h" => 60 * 60 * 1000,
        "d" => 24 * 60 * 60 * 1000,
        _ => null,
    });

    /// <summary>Returns the bytes of a size with a unit, in powers of 1024, or null.</summary>
    public static long? Bytes(string text) => Parse(text, unit => unit.ToUpperInvariant() switch
    {
        "B" => 1,
        "K" or "KB" => 1L << 10,
        "M" or "MB" => 1L << 20,
        "G" or "GB" => 1L << 30,
        _ => null,
    });

    /// <summary>Returns a size for display, in the largest unit that leaves a whole part: <c>512 MB</c>, <c>1.5 GB</c>.</summary>
    public static string Size(long bytes)
    {
        string[] units = ["B", "KB", "MB", "GB"];
        var unit = 0;
        double size = bytes;
        while (size >= 1024 && unit < units.Length - 1)
        {
            size /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{size:0.#} {units[unit]}");
    }

    /// <summary>Returns a duration for display: <c>500 ms</c>, <c>90 s</c>.</summary>
    public static string Duration(long milliseconds) =>
        milliseconds != 0 && milliseconds % 1000 == 0 ? $"{milliseconds / 1000} s" : $"{milliseconds} ms";

    /// <summary>The largest number stands for one that is too large: it is outside every range.</summary>
    private static long? Parse(string text, Func<string, long?> unitOf)
    {
        var end = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (end <= 0 || unitOf(text[end..].TrimStart(' ')) is not { } unit)
        {
            return null;
        }

        return long.TryParse(text.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= long.MaxValue / unit
            ? count * unit
            : long.MaxValue;
    }
}
