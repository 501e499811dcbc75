using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Files;

/// <summary>
/// The header of an index: its format, the file it belongs to, and where that file begins in the stream of
/// everything written to one log.
/// </summary>
/// <param name="Source">The log that the bytes were written to: the file itself, or for an archive the file it was cut from.</param>
/// <param name="Base">The offset in the stream of the file's first byte.</param>
/// <param name="Lost">The number of bytes before the file's first byte that are lost because somebody emptied the file; 0 if nobody did.</param>
internal readonly record struct IndexHeader(FileIdentity Source, long Base, uint Lost = 0)
{
    /// <value>64 bytes, some of them unused.</value>
    public const int Size = 64;

    /// <value>Nobody writes more than this to one log.</value>
    public const long MaxBase = 1L << 60;

    private const int VersionAt = 8;
    private const int LostAt = 12;
    private const int InodeAt = 16;
    private const int BornAt = 24;
    private const int BaseAt = 32;
    private const int SourceInodeAt = 40;
    private const int SourceBornAt = 48;
    private const int CheckAt = 56;
    private const uint Version = 3;

    private static ReadOnlySpan<byte> Magic => "PPLOGIDX"u8;

    /// <summary>Returns the offset of record number <paramref name="record"/>.</summary>
    public static long PositionOf(long record) => Size + record * IndexRecord.Size;

    /// <summary>Returns how many whole records an index of this length has.</summary>
    public static long RecordsIn(long length) => Math.Max(0, (length - Size) / IndexRecord.Size);

    /// <summary>Writes the header for the index of a file.</summary>
    public void Write(SafeFileHandle index, FileIdentity log)
    {
        Span<byte> header = stackalloc byte[Size];
        header.Clear();
        Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[VersionAt..], Version);
        BinaryPrimitives.WriteUInt32LittleEndian(header[LostAt..], Lost);
        BinaryPrimitives.WriteUInt64LittleEndian(header[InodeAt..], log.Inode);
        BinaryPrimitives.WriteInt64LittleEndian(header[BornAt..], log.BornTicks);
        BinaryPrimitives.WriteInt64LittleEndian(header[BaseAt..], Base);
        if (Source != log)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(header[SourceInodeAt..], Source.Inode);
            BinaryPrimitives.WriteInt64LittleEndian(header[SourceBornAt..], Source.BornTicks);
        }

        BinaryPrimitives.WriteUInt32LittleEndian(header[CheckAt..], IndexCheck.Of(header[..CheckAt]));
        RandomAccess.Write(index, header, 0);
    }

    /// <summary>Reads the header; returns null if it has another format or belongs to another file.</summary>
    public static IndexHeader? Read(SafeFileHandle index, FileIdentity log)
    {
        Span<byte> header = stackalloc byte[Size];
        if (RandomAccess.Read(index, header, 0) != Size
            || !header.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(header[VersionAt..]) != Version
            || BinaryPrimitives.ReadUInt32LittleEndian(header[CheckAt..]) != IndexCheck.Of(header[..CheckAt])
            || IdentityAt(header, InodeAt, BornAt) != log)
        {
            return null;
        }

        var start = BinaryPrimitives.ReadInt64LittleEndian(header[BaseAt..]);
        var source = IdentityAt(header, SourceInodeAt, SourceBornAt);
        return start is < 0 or > MaxBase ? null : new IndexHeader(source == default ? log : source, start, BinaryPrimitives.ReadUInt32LittleEndian(header[LostAt..]));
    }

    private static FileIdentity IdentityAt(ReadOnlySpan<byte> header, int inode, int born) => new(
        BinaryPrimitives.ReadUInt64LittleEndian(header[inode..]), BinaryPrimitives.ReadInt64LittleEndian(header[born..]));
}
