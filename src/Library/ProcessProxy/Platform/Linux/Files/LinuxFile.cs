using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Files;

/// <summary>Regular files through open and statx, which has the same layout on every processor.</summary>
internal static unsafe partial class LinuxFile
{
    private const int AtCurrentFolder = -100;
    private const int AtEmptyPath = 0x1000;
    private const int AtNoFollow = 0x100;
    private const uint BasicStatsAndBirth = 0xfff;
    private const uint BirthKnown = 0x800;
    private const ushort TypeMask = 0xf000;
    private const ushort TypeRegular = 0x8000;

    private const int SeekData = 3;

    public static FileStatus? Status(string path, bool followLink)
    {
        return StatX(AtCurrentFolder, path, followLink ? 0 : AtNoFollow, BasicStatsAndBirth, out var buffer) == 0 ? ToStatus(buffer) : null;
    }

    public static FileStatus Status(SafeFileHandle file)
    {
        if (StatX(file, "", AtEmptyPath, BasicStatsAndBirth, out var buffer) != 0)
        {
            throw Failure(Marshal.GetLastPInvokeError(), "an open file");
        }

        return ToStatus(buffer) ?? throw new IOException("The open file is not a regular file.");
    }

    /// <summary>Returns the owner of a file or folder, or the highest possible number if it cannot be determined.</summary>
    public static uint Owner(string path) =>
        StatX(AtCurrentFolder, path, 0, BasicStatsAndBirth, out var buffer) == 0 ? buffer.Owner : uint.MaxValue;

    /// <summary>Returns whether a regular file belongs to this user and nobody else may write to it.</summary>
    public static bool IsWrittenByOwnerAlone(string path, uint user) =>
        StatX(AtCurrentFolder, path, 0, BasicStatsAndBirth, out var buffer) == 0
        && ToStatus(buffer) is not null && buffer.Owner == user && (buffer.Mode & (int)(UnixFileMode.GroupWrite | UnixFileMode.OtherWrite)) == 0;

    /// <summary>Removes permissions of others beyond a mode from one of our regular files; an earlier version let everybody read.</summary>
    /// <returns>True if permissions were removed.</returns>
    public static bool Tighten(SafeHandle file, UnixFileMode mode)
    {
        if (StatX(file, "", AtEmptyPath, BasicStatsAndBirth, out var buffer) != 0 || ToStatus(buffer) is null || buffer.Owner != Libc.EffectiveUser())
        {
            return false;
        }

        var others = (UnixFileMode)(buffer.Mode & 0b111_111) & ~mode;
        return others != 0 && Libc.ChangeMode((int)file.DangerousGetHandle(), (uint)(buffer.Mode & 0b111_111_111 & ~(int)others)) == 0;
    }

    /// <summary>Returns the inode of an open file of any kind, or 0 if it cannot be determined.</summary>
    public static ulong Inode(SafeHandle open) =>
        StatX(open, "", AtEmptyPath, BasicStatsAndBirth, out var buffer) == 0 ? buffer.Inode : 0;

    public static SafeFileHandle? OpenRead(string path)
    {
        var descriptor = OpenRetrying(path, OpenFlags.ReadOnly | OpenFlags.NonBlocking | OpenFlags.CloseOnExec, 0);
        return ToRegular(descriptor, path);
    }

    public static SafeFileHandle OpenOwn(string path)
    {
        var descriptor = OpenRetrying(path, OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.NonBlocking | OpenFlags.CloseOnExec | OpenFlags.NoFollow, (int)FileModes.Log);
        if (descriptor < 0)
        {
            throw Failure(Marshal.GetLastPInvokeError(), path);
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        if (IsRegular(file))
        {
            Tighten(file, FileModes.Log);
            return file;
        }

        file.Dispose();
        throw new IOException($"'{path}' is not a regular file.");
    }

    public static SafeFileHandle? OpenExisting(string path)
    {
        var descriptor = OpenRetrying(path, OpenFlags.ReadWrite | OpenFlags.NonBlocking | OpenFlags.CloseOnExec | OpenFlags.NoFollow, 0);
        return ToRegular(descriptor, path);
    }

    /// <summary>Returns the block size that the system recommends for a file.</summary>
    public static long BlockSize(SafeFileHandle file) =>
        StatX(file, "", AtEmptyPath, BasicStatsAndBirth, out var buffer) == 0 ? buffer.BlockSize : 0;

    public static long NextData(SafeFileHandle file, long offset, long end)
    {
        var data = Seek(file, (nint)offset, SeekData);
        return data >= 0 ? Math.Min(data, end) : Marshal.GetLastPInvokeError() == Errno.NoDevice ? end : offset;
    }

    private static int OpenRetrying(string path, int flags, int mode)
    {
        int descriptor;
        do
        {
            descriptor = Libc.Open(path, flags, mode);
        }
        while (descriptor < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted);
        return descriptor;
    }

    private static SafeFileHandle? ToRegular(int descriptor, string path)
    {
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError() switch
            {
                Errno.NotFound or Errno.NotADirectory or Errno.NoDevice or Errno.Loop => null,
                var error => throw Failure(error, path),
            };
        }

        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        if (IsRegular(file))
        {
            return file;
        }

        file.Dispose();
        return null;
    }

    /// <summary>Returns whether an open file is a regular file.</summary>
    public static bool IsRegular(SafeHandle file) =>
        StatX(file, "", AtEmptyPath, BasicStatsAndBirth, out var buffer) == 0 && ToStatus(buffer) is not null;

    private static FileStatus? ToStatus(in StatXBuffer buffer) => (buffer.Mode & TypeMask) != TypeRegular
        ? null
        : new FileStatus(
            new FileIdentity(buffer.Inode, (buffer.Mask & BirthKnown) == 0 ? 0 : ToTicks(buffer.BirthSeconds, buffer.BirthNanoseconds)),
            (long)buffer.Size,
            ToTicks(buffer.ModifiedSeconds, buffer.ModifiedNanoseconds));

    // A wrong clock while the file was written must not make the time unreadable.
    private static long ToTicks(long seconds, uint nanoseconds) =>
        DateTime.UnixEpoch.Ticks + Math.Clamp(seconds, 0, 200_000_000_000) * TimeSpan.TicksPerSecond + nanoseconds / 100;

    private static Exception Failure(int error, string path)
    {
        var message = $"'{path}': {Marshal.GetPInvokeErrorMessage(error)}.";
        return error is Errno.AccessDenied or Errno.NotPermitted ? new UnauthorizedAccessException(message) : new IOException(message, error);
    }

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial nint Seek(SafeFileHandle file, nint offset, int whence);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, out StatXBuffer buffer);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(SafeHandle folder, string path, int flags, uint mask, out StatXBuffer buffer);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct StatXBuffer
    {
        [FieldOffset(0)] public uint Mask;
        [FieldOffset(4)] public uint BlockSize;
        [FieldOffset(16)] public uint Links;
        [FieldOffset(20)] public uint Owner;
        [FieldOffset(24)] public uint Group;
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(40)] public ulong Size;
        [FieldOffset(80)] public long BirthSeconds;
        [FieldOffset(88)] public uint BirthNanoseconds;
        [FieldOffset(112)] public long ModifiedSeconds;
        [FieldOffset(120)] public uint ModifiedNanoseconds;
        [FieldOffset(136)] public uint DeviceMajor;
        [FieldOffset(140)] public uint DeviceMinor;
    }
}
