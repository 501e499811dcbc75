using System.Buffers.Binary;
using System.Security.Cryptography;
using ProcessProxy.Logs.Files;
using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Rotation;

/// <summary>How far a cut has come.</summary>
internal enum CutStep
{
    /// <summary>What is to be cut is in the archive, and nothing has been moved yet unless the log has a hole at its head.</summary>
    Copied = 1,

    /// <summary>The hole is there and is going to be taken out; when it is not there, it has been.</summary>
    Punched = 2,
}

/// <summary>
/// A cut that has begun, kept beside the log (<c>x.log.cut</c>) until it is done, so that the next server can finish it
/// whenever this one dies.
/// </summary>
/// <param name="Log">The file that is cut.</param>
/// <param name="Archive">The file that has the bytes, under its temporary name or already as <c>x.log.1</c>.</param>
/// <param name="Base">The offset in the stream of the log's first byte, before the cut.</param>
/// <param name="Start">Where in the log the bytes in the archive begin.</param>
/// <param name="End">Where they end, and how much is cut.</param>
/// <param name="Step">How far it has come.</param>
internal sealed record CutJournal(FileIdentity Log, FileIdentity Archive, long Base, long Start, long End, CutStep Step)
{
    private const int Fields = 9;
    private const int FieldsAt = 8;
    private const int HashAt = FieldsAt + Fields * sizeof(long);
    private const int Size = HashAt + SHA256.HashSizeInBytes;
    private const long Version = 1;

    private static ReadOnlySpan<byte> Magic => "PPLOGCUT"u8;

    /// <summary>The journal of a log.</summary>
    public static string PathOf(string log) => log + ".cut";

    /// <summary>Reads the journal of a log.</summary>
    /// <returns>The journal; or null and why it cannot be used. Both null when there is none.</returns>
    public static (CutJournal? Journal, string? Problem) Read(string log)
    {
        var (content, problem) = SmallFile.Read(PathOf(log), Size);
        if (content is null)
        {
            return (null, problem);
        }

        return Parse(content) is { } journal ? (journal, null) : (null, "it is damaged");
    }

    /// <summary>Keeps the journal of a log so that it outlasts a power failure.</summary>
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
