using System.Buffers.Text;

namespace ProcessProxy.Platform.Linux.Proc;

/// <summary>What <c>/proc/PID/stat</c> says, as far as supervision needs it.</summary>
/// <param name="Name">The name the kernel shows, at most 15 characters.</param>
/// <param name="State">The state letter; Z and X are dead.</param>
/// <param name="Parent">Its parent.</param>
/// <param name="Group">The process group.</param>
/// <param name="Session">The session.</param>
/// <param name="StartTicks">When it was started, in clock ticks since boot.</param>
/// <param name="ExitStatus">Its wait status once it is a zombie.</param>
internal readonly record struct ProcStat(string Name, char State, int Parent, int Group, int Session, ulong StartTicks, int ExitStatus)
{
    /// <summary>Processor time, its own and that of children it has waited for, in clock ticks.</summary>
    public long CpuTicks { get; init; }

    /// <summary>How many threads it has.</summary>
    public int Threads { get; init; }

    /// <summary>How many pages of it are in memory.</summary>
    public long ResidentPages { get; init; }

    /// <summary>Whether it has memory of its own; a thread of the kernel has none.</summary>
    public bool HasMemory { get; init; }

    /// <summary>Whether its environment is an empty one. In the middle of an exec there is none yet, which is something else.</summary>
    public bool HasEmptyEnvironment { get; init; }

    /// <summary>Whether the process is dead, though it may still have a number.</summary>
    public bool IsDead => State is 'Z' or 'X' or 'x';

    /// <summary>Parses the text of a stat file.</summary>
    /// <returns>False when the text is none.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out ProcStat stat)
    {
        stat = default;

        // The name may hold anything, spaces and parentheses too; the last parenthesis ends it.
        var nameStart = text.IndexOf((byte)'(');
        var nameEnd = text.LastIndexOf((byte)')');
        if (nameStart < 0 || nameEnd < nameStart || nameEnd + 3 >= text.Length)
        {
            return false;
        }

        var name = System.Text.Encoding.UTF8.GetString(text[(nameStart + 1)..nameEnd]);
        var rest = text[(nameEnd + 2)..];
        var state = (char)rest[0];
        int parent = 0, group = 0, session = 0, exitStatus = 0, threads = 0, field = 3;
        long ticks = 0, cpuTicks = 0, pages = 0;
        ulong startTicks = 0, size = 0, data = 0, environment = 0, environmentEnd = 0;
        foreach (var range in rest.Split((byte)' '))
        {
            var value = rest[range].TrimEnd((byte)'\n');
            var ok = field switch
            {
                4 => Utf8Parser.TryParse(value, out parent, out _),
                5 => Utf8Parser.TryParse(value, out group, out _),
                6 => Utf8Parser.TryParse(value, out session, out _),
                >= 14 and <= 17 => Utf8Parser.TryParse(value, out ticks, out _),
                20 => Utf8Parser.TryParse(value, out threads, out _),
                22 => Utf8Parser.TryParse(value, out startTicks, out _),
                23 => Utf8Parser.TryParse(value, out size, out _),
                24 => Utf8Parser.TryParse(value, out pages, out _),
                45 => Utf8Parser.TryParse(value, out data, out _),
                50 => Utf8Parser.TryParse(value, out environment, out _),
                51 => Utf8Parser.TryParse(value, out environmentEnd, out _),
                52 => Utf8Parser.TryParse(value, out exitStatus, out _),
                _ => true,
            };
            if (!ok)
            {
                return false;
            }

            cpuTicks += field is >= 14 and <= 17 ? ticks : 0;
            field++;
        }

        stat = new ProcStat(name, state, parent, group, session, startTicks, exitStatus)
        {
            CpuTicks = cpuTicks, Threads = threads, ResidentPages = pages, HasMemory = size > 0,
            // Where its data is, the kernel says last of all.
            HasEmptyEnvironment = data > 0 && environment == environmentEnd,
        };
        return field > 22;
    }
}
