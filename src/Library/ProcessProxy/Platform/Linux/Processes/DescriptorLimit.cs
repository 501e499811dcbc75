using System.Runtime.InteropServices;

namespace ProcessProxy.Platform.Linux.Processes;

/// <summary>
/// How many descriptors a program may open before it asks for more. .NET raises its own soft limit to the hard one and
/// children inherit that; programs that close or poll all they may have, or use select, suffer. So they get what
/// systemd gives to services: 1024, and the hard limit up to which they may raise it themselves.
/// </summary>
internal sealed unsafe partial class DescriptorLimit
{
    private const ulong Usual = 1024;
    private const int Descriptors = 7;

    /// <summary>The soft limit that a program is launched with; null when it may keep that.</summary>
    private readonly ulong? launchedWith;

    public DescriptorLimit()
    {
        Limit own;
        if (Exchange(0, Descriptors, null, &own) != 0 || own.Hard <= Usual)
        {
            return;
        }

        // One below the hard limit is a value that no program chooses: seen in a child it is what it was launched with,
        // and not what it has raised its limit to in the moment before it is lowered.
        var telling = own.Hard - 1;
        if (own.Soft == own.Hard)
        {
            var lower = own with { Soft = telling };
            if (Exchange(0, Descriptors, &lower, null) != 0)
            {
                return;
            }

            own = lower;
        }

        if (own.Soft == telling)
        {
            launchedWith = telling;
        }
    }

    /// <summary>Gives a program that was launched a moment ago the limit it is meant to have, unless it has already chosen one.</summary>
    public void ApplyTo(int pid)
    {
        if (launchedWith is not { } expected)
        {
            return;
        }

        var usual = new Limit { Soft = Usual, Hard = expected + 1 };
        Limit before;

        // Refused for a program that runs as somebody else or has ended: it keeps what it has.
        if (Exchange(pid, Descriptors, &usual, &before) == 0 && before.Soft != expected)
        {
            Exchange(pid, Descriptors, &before, null);
        }
    }

    [LibraryImport("libc", EntryPoint = "prlimit", SetLastError = true)]
    private static partial int Exchange(int pid, int resource, Limit* to, Limit* from);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }
}
