using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ProcessProxy.Platform.Linux.Inotify;

/// <summary>The system calls behind <see cref="InotifyFileChangeSource"/>, as the kernel defines them.</summary>
[SupportedOSPlatform("linux")]
internal static unsafe partial class InotifyNative
{
    public const int NonBlockCloseOnExec = 0x80800;

    public const uint Modify = 0x2;
    public const uint MovedFrom = 0x40;
    public const uint MovedTo = 0x80;
    public const uint Created = 0x100;
    public const uint Deleted = 0x200;
    public const uint DeletedSelf = 0x400;
    public const uint MovedSelf = 0x800;
    public const uint OnlyFolders = 0x0100_0000;
    public const uint Overflow = 0x4000;
    public const uint Ignored = 0x8000;

    public const int Eintr = 4;
    public const int Eagain = 11;
    public const int Enospc = 28;

    [LibraryImport("libc", EntryPoint = "inotify_init1", SetLastError = true)]
    public static partial int Init(int flags);

    [LibraryImport("libc", EntryPoint = "inotify_add_watch", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int AddWatch(int descriptor, string path, uint mask);

    [LibraryImport("libc", EntryPoint = "inotify_rm_watch", SetLastError = true)]
    public static partial int RemoveWatch(int descriptor, int watch);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    public static partial int EventDescriptor(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(int descriptor, byte* buffer, nint count);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    /// <summary>The header before the name in each event.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct EventHeader
    {
        public int Watch;
        public uint Mask;
        public uint Cookie;
        public uint NameLength;
    }
}
