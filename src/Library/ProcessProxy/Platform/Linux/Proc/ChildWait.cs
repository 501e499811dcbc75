using System.Runtime.InteropServices;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Proc;

/// <summary>Waits for children as a process does that has started every one of them itself, or inherits them as pid 1.</summary>
internal static unsafe class ChildWait
{
    private const int Any = 0;
    private const int One = 1;
    private const int Exited = 4;
    private const int Leave = 0x01000000;
    private const int ExitedNormally = 1;

    /// <summary>Waits until a child has ended, and leaves its exit status where it is: its number stays its own.</summary>
    /// <exception cref="InvalidOperationException">There is no child.</exception>
    public static int ForAny()
    {
        var info = stackalloc byte[128];
        Wait(Any, 0, info, Exited | Leave);
        return *(int*)(info + 16);
    }

    /// <summary>Waits until a child has ended, and leaves its exit status where it is.</summary>
    public static void For(int pid)
    {
        var info = stackalloc byte[128];
        Wait(One, (uint)pid, info, Exited | Leave);
    }

    /// <summary>Collects the exit status of a child that has ended.</summary>
    public static ProcessEnd Collect(int pid)
    {
        var info = stackalloc byte[128];
        Wait(One, (uint)pid, info, Exited);
        var status = *(int*)(info + 24);
        return *(int*)(info + 8) == ExitedNormally ? new ProcessEnd(status, null) : new ProcessEnd(null, status);
    }

    private static void Wait(int idType, uint id, byte* info, int options)
    {
        while (Libc.WaitId(idType, id, info, options) != 0)
        {
            if (Marshal.GetLastPInvokeError() is var errno and not Errno.Interrupted)
            {
                throw new InvalidOperationException($"There is no child to wait for: {Errno.Describe(errno)}.");
            }
        }
    }
}
