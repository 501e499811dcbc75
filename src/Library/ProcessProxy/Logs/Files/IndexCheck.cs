using System.Buffers.Binary;
using System.Numerics;

namespace ProcessProxy.Logs.Files;

/// <summary>
/// Distinguishes bytes that a server wrote from damaged ones. A damaged record costs times; if it were trusted, its mark of
/// the end of a run would split a line that was never split.
/// </summary>
internal static class IndexCheck
{
    /// <summary>Returns the checksum of whole groups of eight bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var check = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            check = BitOperations.Crc32C(check, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        return ~check;
    }
}
