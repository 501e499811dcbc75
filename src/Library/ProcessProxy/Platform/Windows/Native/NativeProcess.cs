using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ProcessProxy.Platform.Windows.Native;

/// <summary>Queries and controls processes on Windows.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class NativeProcess
{
    public const uint Terminate = 0x0001;
    public const uint DuplicateInto = 0x0040;
    public const uint QueryLimited = 0x1000;
    public const uint Synchronize = 0x0010_0000;
    private const uint StillRunning = 258;
    private const int ImageNameLength = 1024;

    /// <summary>Returns the creation time of a process, in 100 ns since 1601, which never changes; 0 if it cannot be determined.</summary>
    public static ulong CreationTime(KernelHandle process) => GetProcessTimes(process, out var created, out _, out _, out _) ? created : 0;

    /// <summary>Returns whether the process is alive. An ended process exists as long as somebody has a handle to it.</summary>
    public static bool IsAlive(KernelHandle process) => !EndsWithin(process, 0);

    /// <summary>Waits for the exit of a process.</summary>
    public static bool EndsWithin(KernelHandle process, uint milliseconds) => Wait(process, milliseconds) != StillRunning;

    /// <summary>Returns the file name of the program of a process, or its number if it cannot be determined.</summary>
    public static string Name(int pid)
    {
        using var process = Open(QueryLimited, inherit: false, pid);
        var name = stackalloc char[ImageNameLength];
        uint length = ImageNameLength;
        return !process.IsInvalid && QueryFullProcessImageName(process, 0, name, ref length)
            ? Path.GetFileName(new string(name, 0, (int)length))
            : "process";
    }

    /// <summary>Returns the resident bytes of a process, or 0 if they cannot be determined.</summary>
    public static long WorkingSet(KernelHandle process)
    {
        var counters = new MemoryCounters { Size = (uint)sizeof(MemoryCounters) };
        return GetProcessMemoryInfo(process, ref counters, counters.Size) ? (long)counters.WorkingSet : 0;
    }

    /// <summary>Ends this process immediately, as if another process had ended it.</summary>
    public static void TerminateSelf() => TerminateProcess(new KernelHandle(-1), 1);

    [LibraryImport("kernel32", EntryPoint = "GetProcessHandleCount", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetHandleCount(KernelHandle process, out uint count);

    [LibraryImport("kernel32", EntryPoint = "OpenProcess", SetLastError = true)]
    public static partial KernelHandle Open(uint access, [MarshalAs(UnmanagedType.Bool)] bool inherit, int pid);

    [LibraryImport("kernel32", EntryPoint = "GetExitCodeProcess", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool GetExitCode(KernelHandle process, out uint code);

    [LibraryImport("kernel32", EntryPoint = "ResumeThread", SetLastError = true)]
    public static partial uint ResumeThread(KernelHandle thread);

    [LibraryImport("kernel32", EntryPoint = "DuplicateHandle", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool DuplicateHandle(
        nint fromProcess, KernelHandle handle, KernelHandle toProcess, out nint copy, uint access, [MarshalAs(UnmanagedType.Bool)] bool inherit, uint options);

    [LibraryImport("kernel32", EntryPoint = "WaitForSingleObject", SetLastError = true)]
    private static partial uint Wait(KernelHandle handle, uint milliseconds);

    [LibraryImport("kernel32", EntryPoint = "GetProcessTimes", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetProcessTimes(KernelHandle process, out ulong created, out ulong ended, out ulong kernel, out ulong user);

    [LibraryImport("kernel32", EntryPoint = "TerminateProcess", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool TerminateProcess(KernelHandle process, uint code);

    [LibraryImport("kernel32", EntryPoint = "QueryFullProcessImageNameW", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool QueryFullProcessImageName(KernelHandle process, uint flags, char* name, ref uint length);

    [LibraryImport("kernel32", EntryPoint = "K32GetProcessMemoryInfo", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetProcessMemoryInfo(KernelHandle process, ref MemoryCounters counters, uint size);

    [StructLayout(LayoutKind.Sequential)]
    private struct MemoryCounters
    {
        public uint Size;
        public uint PageFaults;
        public nuint PeakWorkingSet;
        public nuint WorkingSet;
        public fixed ulong Rest[6];
    }
}
