using System.Buffers.Binary;

namespace ProcessProxy.Logs.Files;

/// <summary>Flags of an <see cref="IndexRecord"/>.</summary>
[Flags]
internal enum IndexFlags : byte
{
    /// <summary>The bytes were written within milliseconds of the time.</summary>
    None = 0,

    /// <summary>The bytes before it were written at any time since the previous record, while nobody watched.</summary>
    Unwatched = 1,

    /// <summary>A run of the program ended here in the middle of a line, which is complete anyway.</summary>
    RunEnd = 2,
}

/// <summary>Records that everything before <paramref name="Offset"/> had been written at <paramref name="UtcTicks"/>.</summary>
internal readonly record struct IndexRecord(long Offset, long UtcTicks, IndexFlags Flags)
{
    /// <value>16 bytes: the offset, with the flags and a two-bit checksum in its highest bits, then the time.</value>
    public const int Size = 16;

    /// <value>No file, and no disk, is larger than this.</value>
    public const long MaxOffset = OffsetMask / 2;

    private const int CheckAt = 6;
    private const int FlagsShift = 46;
    private const long FlagsMask = 3;
    private const long OffsetMask = (1L << FlagsShift) - 1;

    /// <summary>Gets the time.</summary>
    public DateTimeOffset Time => new(UtcTicks, TimeSpan.Zero);

    /// <summary>Returns the record with an offset counted from elsewhere: in an index from the beginning of the file, otherwise of the stream.</summary>
    public IndexRecord Shifted(long by) => this with { Offset = Offset + by };

    /// <summary>Writes the record to <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt64LittleEndian(target, Offset | ((long)Flags << FlagsShift));
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], UtcTicks);
        BinaryPrimitives.WriteUInt16LittleEndian(target[CheckAt..], Check(target));
    }

    /// <summary>Reads a record; returns false for invalid bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out IndexRecord record)
    {
        var first = BinaryPrimitives.ReadInt64LittleEndian(source);
        var ticks = BinaryPrimitives.ReadInt64LittleEndian(source[8..]);
        record = new IndexRecord(first & OffsetMask, ticks, (IndexFlags)((first >> FlagsShift) & FlagsMask));
        return ticks > 0 && ticks <= DateTime.MaxValue.Ticks && BinaryPrimitives.ReadUInt16LittleEndian(source[CheckAt..]) == Check(source);
    }

    // Of everything except the checksum itself.
    private static ushort Check(ReadOnlySpan<byte> record)
    {
        Span<byte> copy = stackalloc byte[Size];
        record[..Size].CopyTo(copy);
        copy[CheckAt..8].Clear();
        var check = IndexCheck.Of(copy);
        return (ushort)(check ^ (check >> 16));
    }
}
