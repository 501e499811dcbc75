using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform;

namespace ProcessProxy.Logs;

/// <summary>The first bytes of an index: which format it has and which file it belongs to.</summary>
internal static class IndexHeader
{
    /// <value>64 bytes, some of them spare.</value>
    public const int Size = 64;

    private const int VersionAt = 8;
    private const int InodeAt = 16;
    private const int BornAt = 24;
    private const int CheckAt = 56;
    private const uint Version = 2;

    private static ReadOnlySpan<byte> Magic => "PPLOGIDX"u8;

    /// <summary>Where record number <paramref name="record"/> lies.</summary>
    public static long PositionOf(long record) => Size + record * IndexRecord.Size;

    /// <summary>How many whole records an index of this length has.</summary>
    public static long RecordsIn(long length) => Math.Max(0, (length - Size) / IndexRecord.Size);

    /// <summary>Writes the header for the index of a log.</summary>
    public static void Write(SafeFileHandle index, FileIdentity log)
    {
        Span<byte> header = stackalloc byte[Size];
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[VersionAt..], Version);
        BinaryPrimitives.WriteUInt64LittleEndian(header[InodeAt..], log.Inode);
        BinaryPrimitives.WriteInt64LittleEndian(header[BornAt..], log.BornTicks);
        BinaryPrimitives.WriteUInt32LittleEndian(header[CheckAt..], IndexCheck.Of(header[..CheckAt]));
        RandomAccess.Write(index, header, 0);
    }

    /// <summary>Whether the index has our format and belongs to this very file.</summary>
    public static bool Matches(SafeFileHandle index, FileIdentity log)
    {
        Span<byte> header = stackalloc byte[Size];
        return RandomAccess.Read(index, header, 0) == Size
            && header.StartsWith(Magic)
            && BinaryPrimitives.ReadUInt32LittleEndian(header[VersionAt..]) == Version
            && BinaryPrimitives.ReadUInt32LittleEndian(header[CheckAt..]) == IndexCheck.Of(header[..CheckAt])
            && BinaryPrimitives.ReadUInt64LittleEndian(header[InodeAt..]) == log.Inode
            && BinaryPrimitives.ReadInt64LittleEndian(header[BornAt..]) == log.BornTicks;
    }
}
