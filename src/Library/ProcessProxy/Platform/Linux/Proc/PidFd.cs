using System.Buffers.Binary;
using System.Runtime.InteropServices;
using ProcessProxy.Platform.Linux.Files;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Proc;

/// <summary>A descriptor that stands for one process forever: the number may be reused, but the descriptor never means another process.</summary>
internal static unsafe partial class PidFd
{
    private const long OpenCall = 434;
    private const long SendSignalCall = 424;
    private const long GroupFlag = 4;
    private const long PidFsMagic = 0x50494446;
    private const nuint GetInfo = 0xC040FF0B;
    private const ulong InfoExit = 8;
    private const int WaitPidFd = 3;
    private const int WaitExited = 4;
    private const int WaitNoHang = 1;

    /// <summary>Opens the descriptor of the process that currently has this number.</summary>
    /// <returns>An invalid descriptor if there is none.</returns>
    public static Descriptor Open(int pid) => new((int)SystemCall(OpenCall, pid, 0, 0, 0));

    /// <summary>Sends a signal to the process itself.</summary>
    /// <returns>0 or an errno.</returns>
    public static int Signal(Descriptor pidFd, int signal) => Send(pidFd, signal, 0);

    /// <summary>Returns whether the process is alive, even if we may not signal it (a setuid program, if we are not root).</summary>
    public static bool IsAlive(Descriptor pidFd) => Signal(pidFd, 0) is 0 or Errno.NotPermitted;

    /// <summary>Sends a signal to the group it leads or led, or with 0 checks whether the group has members.</summary>
    /// <returns>0 or an errno; <see cref="Errno.Invalid"/> before Linux 6.9.</returns>
    public static int SignalGroup(Descriptor pidFd, int signal) => Send(pidFd, signal, GroupFlag);

    /// <summary>Returns the inode of the process's descriptor, unique within a boot, or 0 if pidfds have none of their own.</summary>
    public static ulong Inode(Descriptor pidFd)
    {
        var fileSystem = stackalloc byte[256];
        return FileSystem(pidFd.Value, fileSystem) == 0 && *(long*)fileSystem == PidFsMagic ? LinuxFile.Inode(pidFd) : 0;
    }

    /// <summary>Collects the exit status of one of our children, which is then no longer a zombie.</summary>
    /// <returns>Null if it is not our child, or somebody else collected it.</returns>
    public static ProcessEnd? Reap(Descriptor pidFd)
    {
        const int exited = 1;
        var info = stackalloc byte[128];
        new Span<byte>(info, 128).Clear();
        int result;
        do
        {
            result = Libc.WaitId(WaitPidFd, (uint)pidFd.Value, info, WaitExited | WaitNoHang);
        }
        while (result != 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
        if (result != 0 || *(int*)(info + 16) == 0)
        {
            return null;
        }

        var status = *(int*)(info + 24);
        return *(int*)(info + 8) == exited ? new ProcessEnd(status, null) : new ProcessEnd(null, status);
    }

    /// <summary>Waits for one of our children that was just killed, so that it does not stay a zombie.</summary>
    public static void ReapKilled(int pid)
    {
        const int byPid = 1;
        var info = stackalloc byte[128];
        while (Libc.WaitId(byPid, (uint)pid, info, WaitExited) != 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted)
        {
        }
    }

    /// <summary>Collects the exit status of a dead child, whoever started it. Does not wait.</summary>
    public static void ReapDead(int pid)
    {
        const int byPid = 1;
        var info = stackalloc byte[128];

        // It does not matter if somebody else was faster.
        _ = Libc.WaitId(byPid, (uint)pid, info, WaitExited | WaitNoHang);
    }

    /// <summary>Returns the exit status of a process that is not our child, after its parent has reaped it (Linux 6.15).</summary>
    public static ProcessEnd? ReadEnd(Descriptor pidFd)
    {
        var info = stackalloc byte[64];
        var span = new Span<byte>(info, 64);
        span.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(span, InfoExit);
        return Ioctl(pidFd.Value, GetInfo, info) == 0 && (*(ulong*)info & InfoExit) != 0 ? ProcessEnd.FromWaitStatus(*(int*)(info + 60)) : null;
    }

    private static int Send(Descriptor pidFd, int signal, long flags) =>
        SystemCall(SendSignalCall, pidFd.Value, signal, 0, flags) == 0 ? 0 : Marshal.GetLastPInvokeError();

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SystemCall(long number, long first, long second, long third, long fourth);

    [LibraryImport("libc", EntryPoint = "fstatfs", SetLastError = true)]
    private static partial int FileSystem(int fd, byte* buffer);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Ioctl(int fd, nuint request, byte* argument);
}
