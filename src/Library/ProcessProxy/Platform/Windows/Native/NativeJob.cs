using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ProcessProxy.Platform.Windows.Native;

/// <summary>The functions of Windows for job objects, with their structures.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class NativeJob
{
    public const int Accounting = 1;
    public const int ProcessIds = 3;
    public const int ExtendedLimits = 9;
    public const uint KillOnClose = 0x2000;
    public const uint DieOnUnhandledException = 0x400;
    public const uint BreakawayOk = 0x800;
    public const uint SilentBreakawayOk = 0x1000;
    public const uint Query = 0x0004;
    public const uint AllAccess = 0x001F_003F;

    [LibraryImport("kernel32", EntryPoint = "CreateJobObjectW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial KernelHandle Create(void* security, string name);

    [LibraryImport("kernel32", EntryPoint = "OpenJobObjectW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    public static partial KernelHandle Open(uint access, [MarshalAs(UnmanagedType.Bool)] bool inherit, string name);

    [LibraryImport("kernel32", EntryPoint = "SetInformationJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool Set(KernelHandle job, int kind, void* value, uint size);

    [LibraryImport("kernel32", EntryPoint = "QueryInformationJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool Ask(KernelHandle job, int kind, void* value, uint size, uint* written);

    [LibraryImport("kernel32", EntryPoint = "IsProcessInJob", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool Contains(KernelHandle process, KernelHandle job, [MarshalAs(UnmanagedType.Bool)] out bool isInJob);

    [LibraryImport("kernel32", EntryPoint = "TerminateJobObject", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool Terminate(KernelHandle job, uint exitCode);

    [StructLayout(LayoutKind.Sequential)]
    public struct AccountingInformation
    {
        public fixed long Times[4];
        public uint PageFaults;
        public uint TotalProcesses;
        public uint ActiveProcesses;
        public uint TerminatedProcesses;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct LimitInformation
    {
        public long ProcessTime;
        public long JobTime;
        public uint Flags;
        public nuint MinimumWorkingSet;
        public nuint MaximumWorkingSet;
        public uint ActiveProcesses;
        public nuint Affinity;
        public uint PriorityClass;
        public uint SchedulingClass;
        public fixed ulong IoCounters[6];
        public nuint ProcessMemory;
        public nuint JobMemory;
        public nuint PeakProcessMemory;
        public nuint PeakJobMemory;
    }
}
