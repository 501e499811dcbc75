using System.Buffers.Binary;
using System.Security.Cryptography;
using ProcessProxy.Logs.Files;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Rotation;

/// <summary>The progress of a cut.</summary>
internal enum CutStep
{
    /// <summary>The bytes to cut are in the archive, and nothing has been moved yet unless the log has a hole at its beginning.</summary>
    Copied = 1,

    /// <summary>The hole exists and will be removed; if it does not exist, it has been removed.</summary>
    Punched = 2,
}

/// <summary>
/// The record of a cut in progress, beside the log (<c>x.log.cut</c>), so that the next server can complete the cut
/// whenever this one dies.
/// </summary>
/// <param name="Log">The file that is cut.</param>
/// <param name="Archive">The file that contains the bytes, under its temporary name or already as <c>x.log.1</c>.</param>
/// <param name="Base">The offset in the stream of the log's first byte, before the cut.</param>
/// <param name="Start">The offset in the log of the first byte in the archive.</param>
/// <param name="End">The offset of their end, up to which the log is cut.</param>
/// <param name="Step">The progress.</param>
internal sealed record CutJournal(FileIdentity Log, FileIdentity Archive, long Base, long Start, long End, CutStep Step)
{
    private const int Fields = 9;
    private const int FieldsAt = 8;
    private const int HashAt = FieldsAt + Fields * sizeof(long);
    private const int Size = HashAt + SHA256.HashSizeInBytes;
    private const long Version = 1;

    private static ReadOnlySpan<byte> Magic => "PPLOGCUT"u8;

    /// <summary>Returns the path of the journal of a log.</summary>
    public static string PathOf(string log) => log + ".cut";

    /// <summary>Reads the journal of a log.</summary>
    /// <returns>The journal; or null and why it cannot be used. Both are null if there is none.</returns>
    public static (CutJournal? Journal, string? Problem) Read(string log)
    {
        var (content, problem) = SmallFile.Read(PathOf(log), Size);
        if (content is null)
        {
            return (null, problem);
        }

        return Parse(content) is { } journal ? (journal, null) : (null, "it is damaged");
    }

    /// <summary>Writes the journal of a log so that it survives a power failure.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Write(string log)
    {
        Span<byte> content = stackalloc byte[Size];
        Magic.CopyTo(content);
        long[] fields = [Version, (long)Step, (long)Log.Inode, Log.BornTicks, (long)Archive.Inode, Archive.BornTicks, Base, Start, End];
        for (var i = 0; i < Fields; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(content[(FieldsAt + i * sizeof(long))..], fields[i]);
        }

        SHA256.HashData(content[..HashAt], content[HashAt..]);
        AtomicFile.WriteDurably(PathOf(log), content, FileModes.Log);
    }

    private static CutJournal? Parse(ReadOnlySpan<byte> content)
    {
        if (content.Length != Size || !content.StartsWith(Magic) || !content[HashAt..].SequenceEqual(SHA256.HashData(content[..HashAt])))
        {
            return null;
        }

        Span<long> fields = stackalloc long[Fields];
        for (var i = 0; i < Fields; i++)
        {
            fields[i] = BinaryPrimitives.ReadInt64LittleEndian(content[(FieldsAt + i * sizeof(long))..]);
        }

        var journal = new CutJournal(
            new FileIdentity((ulong)fields[2], fields[3]), new FileIdentity((ulong)fields[4], fields[5]), fields[6], fields[7], fields[8], (CutStep)fields[1]);
        return fields[0] == Version && Enum.IsDefined(journal.Step) && journal.IsSane ? journal : null;
    }

    private bool IsSane => Base is >= 0 and < IndexHeader.MaxBase && Start >= 0 && Start < End && End < IndexHeader.MaxBase && Log != Archive;
}
