using System.Runtime.InteropServices;

namespace ProcessProxy.Platform.Linux.Processes;

/// <summary>
/// The limit of descriptors for programs. .NET raises its own soft limit to the hard limit, and
/// children inherit it; this harms programs that close or poll all possible descriptors, or use select. So they get the same as
/// services of systemd: 1024, with the hard limit up to which they may raise it themselves.
/// </summary>
internal sealed unsafe partial class DescriptorLimit
{
    private const ulong Usual = 1024;
    private const int Descriptors = 7;

    /// <summary>The soft limit that a program is launched with, or null if it may keep it.</summary>
    private readonly ulong? launchedWith;

    public DescriptorLimit()
    {
        Limit own;
        if (Exchange(0, Descriptors, null, &own) != 0 || own.Hard <= Usual)
        {
            return;
        }

        // One below the hard limit is a value that no program chooses: if a child has it, it is the launch value,
        // not a limit that the program has raised itself in the moment before it is lowered.
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

    /// <summary>Sets the limit of a program that was just launched, unless the program has already chosen one.</summary>
    public void ApplyTo(int pid)
    {
        if (launchedWith is not { } expected)
        {
            return;
        }

        var usual = new Limit { Soft = Usual, Hard = expected + 1 };
        Limit before;

        // Refused for a program that runs as another user or has exited: it keeps its limit.
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
