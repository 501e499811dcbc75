using System.Buffers.Binary;
using System.Numerics;

namespace ProcessProxy.Logs.Files;

/// <summary>
/// Tells bytes that a server wrote from bytes that something has spoilt. A spoilt record costs times; believed, its mark of
/// the end of a run would split a line that was never split.
/// </summary>
internal static class IndexCheck
{
    /// <summary>The checksum of whole groups of eight bytes.</summary>
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
