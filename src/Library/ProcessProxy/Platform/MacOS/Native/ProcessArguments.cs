using System.Buffers.Binary;
using System.Text;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.MacOS.Native;

/// <summary>
/// Reads the kernel's data about the start of a process (KERN_PROCARGS2): the number of arguments, the path of the program,
/// zeros up to a word boundary, the arguments, the environment, and strings of the system.
/// </summary>
internal static class ProcessArguments
{
    private static readonly byte[] RunPrefix = Encoding.UTF8.GetBytes(ProcessMark.RunVariable + "=");
    private static readonly byte[] IdPrefix = Encoding.UTF8.GetBytes(ProcessMark.IdVariable + "=");

    /// <summary>Returns the mark of the run and the ID from the environment, or null if there are none, the kernel hides them or the data is truncated.</summary>
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

        // An argument may be empty, so zeros are skipped only before the first one: none of ours is empty.
        rest = rest.TrimStart((byte)0);
        for (; count > 0; count--)
        {
            // An argument that looks like a mark is not one.
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
