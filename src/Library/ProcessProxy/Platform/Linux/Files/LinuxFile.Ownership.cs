using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Files;

internal static unsafe partial class LinuxFile
{
    private const ushort TypeSocket = 0xc000;
    private const ushort TypePipe = 0x1000;
    private const int Permissions = 0xfff;
    private const int DeviceMinorBits = 32;

    /// <summary>Returns the ownership of the target of a path, or null if there is none.</summary>
    public static Ownership? OwnershipOf(string path) =>
        StatX(AtCurrentFolder, path, 0, BasicStatsAndBirth, out var buffer) == 0 ? ToOwnership(buffer) : null;

    /// <summary>Returns the same for an open file.</summary>
    public static Ownership OwnershipOf(SafeFileHandle file) =>
        StatX(file, "", AtEmptyPath, BasicStatsAndBirth, out var buffer) == 0
            ? ToOwnership(buffer)
            : throw Failure(System.Runtime.InteropServices.Marshal.GetLastPInvokeError(), "an open file");

    /// <summary>Returns the inode of the entry with this name itself, or 0 if there is none.</summary>
    public static ulong InodeOfName(string path) =>
        StatX(AtCurrentFolder, path, AtNoFollow, BasicStatsAndBirth, out var buffer) == 0 ? buffer.Inode : 0;

    /// <summary>Returns whether a socket itself has this name.</summary>
    public static bool IsSocket(string path) =>
        StatX(AtCurrentFolder, path, AtNoFollow, BasicStatsAndBirth, out var buffer) == 0 && (buffer.Mode & TypeMask) == TypeSocket;

    /// <summary>Returns whether an open file is a named pipe of our user that nobody else may open.</summary>
    public static bool IsPrivatePipe(SafeHandle open) => StatX(open, "", AtEmptyPath, BasicStatsAndBirth, out var buffer) == 0 && IsPrivatePipe(buffer);

    /// <summary>Returns the same for the target of a path.</summary>
    public static bool IsPrivatePipe(string path) => StatX(AtCurrentFolder, path, 0, BasicStatsAndBirth, out var buffer) == 0 && IsPrivatePipe(buffer);

    private static bool IsPrivatePipe(in StatXBuffer buffer) =>
        (buffer.Mode & TypeMask) == TypePipe && buffer.Owner == Libc.EffectiveUser() && (buffer.Mode & 0b111_111) == 0;

    private static Ownership ToOwnership(in StatXBuffer buffer) => new(buffer.Owner, buffer.Group, (UnixFileMode)(buffer.Mode & Permissions))
    {
        Device = ((ulong)buffer.DeviceMajor << DeviceMinorBits) | buffer.DeviceMinor,
    };
}
