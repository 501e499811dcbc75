using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ProcessProxy.Platform.Windows.Native;

/// <summary>The function of Windows that starts a program, with its structures.</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class NativeStart
{
    public const uint Suspended = 0x0000_0004;
    public const uint NewProcessGroup = 0x0000_0200;
    public const uint UnicodeEnvironment = 0x0000_0400;
    public const uint ExtendedStartupInfo = 0x0008_0000;
    public const uint BreakawayFromJob = 0x0100_0000;
    public const uint NoWindow = 0x0800_0000;
    public const uint UseStandardHandles = 0x100;
    public const nuint HandleList = 0x0002_0002;
    public const nuint JobList = 0x0002_000D;

    [LibraryImport("kernel32", EntryPoint = "CreateProcessW", SetLastError = true, StringMarshalling = StringMarshalling.Utf16)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool CreateProcess(
        string file, char* commandLine, void* processSecurity, void* threadSecurity, [MarshalAs(UnmanagedType.Bool)] bool inherit,
        uint flags, char* environment, string cwd, StartupInfo* startup, out ProcessInfo started);

    [LibraryImport("kernel32", EntryPoint = "InitializeProcThreadAttributeList", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool InitializeAttributes(void* list, int count, uint flags, ref nuint size);

    [LibraryImport("kernel32", EntryPoint = "UpdateProcThreadAttribute", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool SetAttribute(void* list, uint flags, nuint attribute, void* value, nuint size, void* before, void* written);

    [LibraryImport("kernel32", EntryPoint = "DeleteProcThreadAttributeList")]
    public static partial void DeleteAttributes(void* list);

    [StructLayout(LayoutKind.Sequential)]
    public struct StartupInfo
    {
        public uint Size;
        public char* Reserved;
        public char* Desktop;
        public char* Title;
        public fixed uint Window[7];
        public uint Flags;
        public ushort ShowWindow;
        public ushort ReservedSize;
        public byte* ReservedBytes;
        public nint Input;
        public nint Output;
        public nint Error;
        public void* Attributes;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct ProcessInfo
    {
        public nint Process;
        public nint Thread;
        public int Pid;
        public int ThreadId;
    }
}
