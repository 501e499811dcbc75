using System.Runtime.InteropServices;

namespace ProcessProxy.Platform.MacOS.Native;

/// <summary>
/// The functions that only Darwin has. None of them has variable arguments: on arm64 those are on the stack, where a
/// call with a fixed signature does not put them. <c>open</c> reads a third argument only if it may create a file.
/// </summary>
internal static unsafe partial class LibSystem
{
    private const string Name = "libc";
    private const string ProcessName = "libproc";

    [LibraryImport(Name, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int OpenExisting(string path, int flags);

    [LibraryImport(Name, EntryPoint = "flock", SetLastError = true)]
    public static partial int FileLock(int fd, int operation);

    [LibraryImport(Name, EntryPoint = "waitpid", SetLastError = true)]
    public static partial int WaitPid(int pid, int* status, int options);

    [LibraryImport(Name, EntryPoint = "getsid", SetLastError = true)]
    public static partial int Session(int pid);

    [LibraryImport(Name, EntryPoint = "sysctl", SetLastError = true)]
    public static partial int SystemControl(int* name, uint nameLength, void* old, nuint* oldLength, void* fresh, nuint freshLength);

    [LibraryImport(Name, EntryPoint = "sysctlbyname", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SystemControlByName(string name, void* old, nuint* oldLength, void* fresh, nuint freshLength);

    [LibraryImport(Name, EntryPoint = "kqueue", SetLastError = true)]
    public static partial int Queue();

    [LibraryImport(Name, EntryPoint = "kevent", SetLastError = true)]
    public static partial int Events(int queue, KernelEvent* changes, int changeCount, KernelEvent* events, int eventCount, void* timeout);

    [LibraryImport(Name, EntryPoint = "posix_spawn_file_actions_addinherit_np")]
    public static partial int SpawnActionsInherit(byte* actions, int fd);

    /// <summary>Fills the buffer with process numbers. Returns bytes, or 0 or less on failure.</summary>
    [LibraryImport(ProcessName, EntryPoint = "proc_listpids", SetLastError = true)]
    public static partial int ListPids(uint kind, uint which, void* buffer, int size);

    /// <summary>Returns bytes, or 0 or less on failure.</summary>
    [LibraryImport(ProcessName, EntryPoint = "proc_pidinfo", SetLastError = true)]
    public static partial int ProcessInfo(int pid, int flavor, ulong argument, void* buffer, int size);

    /// <summary>Returns bytes, or 0 or less on failure.</summary>
    [LibraryImport(ProcessName, EntryPoint = "proc_pidfdinfo", SetLastError = true)]
    public static partial int DescriptorInfo(int pid, int fd, int flavor, void* buffer, int size);
}
