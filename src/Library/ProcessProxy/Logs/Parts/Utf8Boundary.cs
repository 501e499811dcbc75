namespace ProcessProxy.Logs.Parts;

/// <summary>Where UTF-8 may be cut without splitting a character.</summary>
internal static class Utf8Boundary
{
    private const int LongestTail = 3;

    /// <summary>The last boundary at or before <paramref name="position"/>; the position itself in what is no UTF-8.</summary>
    public static int AtOrBefore(ReadOnlySpan<byte> bytes, int position)
    {
        for (var at = position; at > 0 && position - at <= LongestTail; at--)
        {
            if (!IsContinuation(bytes[at]))
            {
                return at;
            }
        }

        return position;
    }

    /// <summary>How many bytes at the start belong to a character that began before; 0 in what is no UTF-8.</summary>
    public static int TailLength(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        while (length < bytes.Length && length <= LongestTail && IsContinuation(bytes[length]))
        {
            length++;
        }

        return length > LongestTail ? 0 : length;
    }

    private static bool IsContinuation(byte value) => (value & 0b1100_0000) == 0b1000_0000;
}
