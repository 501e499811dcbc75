using System.Globalization;

namespace ProcessProxy.Configuration.Entries;

/// <summary>Sizes as people write them: <c>512KB</c>, <c>50 MB</c>, <c>1gb</c>. A unit is 1024 of the one below.</summary>
internal static class ByteSize
{
    public static bool HasUnit(string text) => text.Length > 0 && char.IsAsciiLetter(text[^1]);

    public static bool TryParse(string text, out long bytes)
    {
        var digits = text.AsSpan().TrimEnd("bBkKmMgG");
        long? unit = text.AsSpan(digits.Length) switch
        {
            var name when name.Equals("B", StringComparison.OrdinalIgnoreCase) => 1,
            var name when name.Equals("KB", StringComparison.OrdinalIgnoreCase) => 1L << 10,
            var name when name.Equals("MB", StringComparison.OrdinalIgnoreCase) => 1L << 20,
            var name when name.Equals("GB", StringComparison.OrdinalIgnoreCase) => 1L << 30,
            _ => null,
        };
        if (unit is null || !int.TryParse(digits, NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var count))
        {
            bytes = 0;
            return false;
        }

        bytes = count * unit.Value;
        return true;
    }

    /// <summary>A size for people, in the largest unit that leaves a whole part: <c>512 MB</c>, <c>1.5 GB</c>.</summary>
    public static string Format(long bytes)
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
}
