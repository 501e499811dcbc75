using System.Buffers.Text;

namespace ProcessProxy.Platform.Linux.Proc;

/// <summary>The effective user of a process, from <c>/proc/PID/status</c>: the owner of its folder there is root for a program with file capabilities.</summary>
internal static class ProcessUser
{
    private const int Longest = 4096;
    private static ReadOnlySpan<byte> Key => "\nUid:\t"u8;

    /// <summary>Returns the effective user ID of a process, or null if it is gone or may not be read.</summary>
    public static uint? Of(int pid)
    {
        Span<byte> text = stackalloc byte[Longest];
        return ProcFs.Read($"/proc/{pid}/status", text) is > 0 and var length ? Parse(text[..length]) : null;
    }

    /// <summary>Finds the effective user ID in the text of a status file; returns null if there is none. The name of a process, which comes first, cannot forge it: line breaks are escaped.</summary>
    public static uint? Parse(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOf(Key);
        if (at < 0)
        {
            return null;
        }

        var ids = text[(at + Key.Length)..];
        return Utf8Parser.TryParse(ids, out uint _, out var real) && real < ids.Length && Utf8Parser.TryParse(ids[(real + 1)..], out uint effective, out _)
            ? effective
            : null;
    }
}
