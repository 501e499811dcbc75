using System.Buffers.Binary;
using System.Text;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.MacOS.Native;

/// <summary>
/// Reads what the kernel shows of a process's start (KERN_PROCARGS2): the number of arguments, the path of the program,
/// zeros up to a word, the arguments, the environment, and strings of the system's own.
/// </summary>
internal static class ProcessArguments
{
    private static readonly byte[] RunPrefix = Encoding.UTF8.GetBytes(ProcessMark.RunVariable + "=");
    private static readonly byte[] IdPrefix = Encoding.UTF8.GetBytes(ProcessMark.IdVariable + "=");

    /// <summary>The mark of the run and the id in the environment; null where there are none, the kernel hides them or it is cut off.</summary>
    public static (string? Run, string? Id) Marks(ReadOnlySpan<byte> buffer)
    {
        if (!TryFindEnvironment(buffer, out var environment))
        {
            return (null, null);
        }

        string? run = null;
        string? id = null;
        while (!environment.IsEmpty)
        {
            var entry = Next(ref environment);
            run ??= Value(entry, RunPrefix);
            id ??= Value(entry, IdPrefix);
        }

        return (run, id);
    }

    private static bool TryFindEnvironment(ReadOnlySpan<byte> buffer, out ReadOnlySpan<byte> rest)
    {
        rest = default;
        if (buffer.Length < sizeof(int))
        {
            return false;
        }

        var count = BinaryPrimitives.ReadInt32LittleEndian(buffer);
        rest = buffer[sizeof(int)..];
        Next(ref rest);

        // An argument may be empty, so zeros are skipped only before the first: none of ours begins with an empty one.
        rest = rest.TrimStart((byte)0);
        for (; count > 0; count--)
        {
            // An argument that looks like a mark is none.
            if (rest.IsEmpty)
            {
                return false;
            }

            Next(ref rest);
        }

        return count == 0;
    }

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)0);
        var entry = end < 0 ? rest : rest[..end];
        rest = end < 0 ? default : rest[(end + 1)..];
        return entry;
    }

    private static string? Value(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> prefix) =>
        entry.StartsWith(prefix) ? Encoding.UTF8.GetString(entry[prefix.Length..]) : null;
}
