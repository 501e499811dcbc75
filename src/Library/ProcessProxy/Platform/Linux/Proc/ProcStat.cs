using System.Buffers.Text;

namespace ProcessProxy.Platform.Linux.Proc;

/// <summary>The part of <c>/proc/PID/stat</c> that supervision needs.</summary>
/// <param name="Name">The name the kernel shows, at most 15 characters.</param>
/// <param name="State">The state letter; Z and X are dead.</param>
/// <param name="Parent">Its parent.</param>
/// <param name="Group">The process group.</param>
/// <param name="Session">The session.</param>
/// <param name="StartTicks">The start time, in clock ticks since boot.</param>
/// <param name="ExitStatus">Its wait status once it is a zombie.</param>
internal readonly record struct ProcStat(string Name, char State, int Parent, int Group, int Session, ulong StartTicks, int ExitStatus)
{
    /// <summary>Gets the CPU time of the process and of the children it has waited for, in clock ticks.</summary>
    public long CpuTicks { get; init; }

    /// <summary>Gets the number of threads.</summary>
    public int Threads { get; init; }

    /// <summary>Gets the number of resident pages.</summary>
    public long ResidentPages { get; init; }

    /// <summary>Gets whether it has its own memory; a kernel thread has none.</summary>
    public bool HasMemory { get; init; }

    /// <summary>Gets whether its environment is empty. In the middle of an exec there is none yet, which is different.</summary>
    public bool HasEmptyEnvironment { get; init; }

    /// <summary>Gets whether the process is dead, although it may still have a number.</summary>
    public bool IsDead => State is 'Z' or 'X' or 'x';

    /// <summary>Parses the text of a stat file.</summary>
    /// <returns>False if the text is invalid.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, out ProcStat stat)
    {
        stat = default;

        // The name may contain anything, including spaces and parentheses; the last parenthesis ends it.
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
            // The addresses of its data are the last fields.
            HasEmptyEnvironment = data > 0 && environment == environmentEnd,
        };
        return field > 22;
    }
}
