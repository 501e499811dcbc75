using System.Runtime.InteropServices;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.MacOS.Native;

/// <summary>Reads processes from the kernel, and signals them.</summary>
internal static unsafe class DarwinProcess
{
    private const int BsdFlavor = 3;
    private const int VnodePathFlavor = 2;
    private const int TaskFlavor = 4;
    private const int AllPids = 1;
    private const int GroupPids = 2;
    private const int NoHang = 1;

    /// <summary>Returns the living process that currently has this number, or null if there is none.</summary>
    /// <exception cref="IOException">It cannot be determined, for example because it belongs to another user.</exception>
    public static BsdInfo? Look(int pid)
    {
        if (TryLook(pid, zombies: false) is { } info)
        {
            return info.IsDead ? null : info;
        }

        var errno = Marshal.GetLastPInvokeError();
        return errno is Errno.NoSuchProcess
            ? null
            : throw new IOException($"Process {pid} cannot be looked at: {DarwinErrno.Describe(errno)}.", errno);
    }

    /// <summary>Returns the process that currently has this number, or null if there is none or it may not be read.</summary>
    /// <param name="pid">The number.</param>
    /// <param name="zombies">Whether zombies count.</param>
    public static BsdInfo? TryLook(int pid, bool zombies)
    {
        var buffer = stackalloc byte[BsdInfo.Size];
        var length = LibSystem.ProcessInfo(pid, BsdFlavor, zombies ? 1UL : 0UL, buffer, BsdInfo.Size);
        return length > 0 && BsdInfo.TryParse(new ReadOnlySpan<byte>(buffer, length), out var info) ? info : null;
    }

    /// <summary>Returns the resource use of a process, or null if it is gone or may not be read.</summary>
    public static TaskInfo? Uses(int pid)
    {
        var buffer = stackalloc byte[TaskInfo.Size];
        var length = LibSystem.ProcessInfo(pid, TaskFlavor, 0, buffer, TaskInfo.Size);
        return length > 0 && TaskInfo.TryParse(new ReadOnlySpan<byte>(buffer, length), out var info) ? info : null;
    }

    /// <summary>Returns the file of a descriptor of a process, or null if it is not a file or may not be read.</summary>
    public static VnodeInfo? File(int pid, int fd)
    {
        var buffer = stackalloc byte[VnodeInfo.Size];
        var length = LibSystem.DescriptorInfo(pid, fd, VnodePathFlavor, buffer, VnodeInfo.Size);
        return length > 0 && VnodeInfo.TryParse(new ReadOnlySpan<byte>(buffer, length), out var info) ? info : null;
    }

    /// <summary>Returns all current process numbers.</summary>
    /// <exception cref="IOException">They cannot be listed.</exception>
    public static IReadOnlyList<int> Pids() => List(AllPids, 0) is { Length: > 0 } pids
        ? pids
        : throw new IOException($"The processes cannot be listed: {DarwinErrno.Describe(Marshal.GetLastPInvokeError())}.");

    /// <summary>Returns the members of a process group, including zombies; none if it is empty.</summary>
    public static IReadOnlyList<int> GroupMembers(int group) => List(GroupPids, (uint)group);

    /// <summary>
    /// Signals a process if it is still the one that was seen. Between the check and the signal it could end, be reaped
    /// and its number be reused: nothing on this system closes this gap.
    /// </summary>
    public static void Signal(int pid, ulong startTicks, int signal)
    {
        if (IsStill(pid, startTicks))
        {
            // The next check finds out that it has ended, or is another process.
            Libc.Kill(pid, signal);
        }
    }

    /// <summary>Signals the group that a process leads while the process has not been reaped: until then, its number is reserved.</summary>
    /// <returns>False if the leader is gone, so that the number may mean another group.</returns>
    public static bool SignalGroup(int leader, ulong startTicks, int signal)
    {
        if (!IsStill(leader, startTicks))
        {
            return false;
        }

        Libc.Kill(-leader, signal);
        return true;
    }

    /// <summary>Collects the exit status of one of our children.</summary>
    /// <param name="pid">The child.</param>
    /// <param name="wait">Whether to wait until there is one.</param>
    /// <returns>Null if there is none yet, or it is not our child.</returns>
    public static ProcessEnd? Reap(int pid, bool wait)
    {
        int status;
        int result;
        do
        {
            result = LibSystem.WaitPid(pid, &status, wait ? 0 : NoHang);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
        return result == pid ? ProcessEnd.FromWaitStatus(status) : null;
    }

    private static bool IsStill(int pid, ulong startTicks) =>
        pid > 1 && TryLook(pid, zombies: true) is { } now && now.StartTicks == startTicks;

    private static int[] List(uint kind, uint which)
    {
        for (var size = 4096; ; size *= 2)
        {
            var pids = new int[size];
            fixed (int* buffer = pids)
            {
                var length = LibSystem.ListPids(kind, which, buffer, size * sizeof(int));
                var count = Math.Max(length, 0) / sizeof(int);

                // A full buffer may have been too small.
                if (count < size)
                {
                    return pids[..count];
                }
            }
        }
    }
}
