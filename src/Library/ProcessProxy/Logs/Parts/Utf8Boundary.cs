namespace ProcessProxy.Logs.Parts;

/// <summary>Finds where UTF-8 may be cut without splitting a character.</summary>
internal static class Utf8Boundary
{
    private const int LongestTail = 3;

    /// <summary>Returns the last boundary at or before <paramref name="position"/>, or the position itself if the bytes are not UTF-8.</summary>
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

    /// <summary>Returns how many bytes at the start belong to an earlier character, or 0 if the bytes are not UTF-8.</summary>
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
