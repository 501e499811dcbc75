using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Windows.Native;

namespace ProcessProxy.Platform.Windows.Files;

/// <summary>
/// Regular files through a handle. On NTFS, the data of a folder about a file that is being written is late, and a new file may
/// have the creation time of the previous one with its name: only its number identifies it.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class WindowsFile
{
    public static FileStatus? Status(string path, bool followLink)
    {
        using var file = NativeFile.Open(
            path, NativeFile.ReadAttributes, NativeFile.ShareAll, NativeFile.OpenExisting, inherited: false, out _,
            followLink ? 0 : NativeFile.NotThroughLinks);
        return file.IsInvalid ? null : StatusOf(file, NativeFile.IsFolder | (followLink ? 0 : NativeFile.IsLink));
    }

    public static FileStatus Status(SafeFileHandle file) =>
        StatusOf(file, NativeFile.IsFolder) ?? throw new IOException($"The open file is not a regular file, or says nothing: {SystemError.Describe(Marshal.GetLastPInvokeError())}.");

    private static FileStatus? StatusOf(SafeFileHandle file, uint notA)
    {
        if (NativeFile.TypeOf(file) != NativeFile.OnDisk || !NativeFile.Describe(file, out var known) || (known.Attributes & notA) != 0)
        {
            return null;
        }

        var number = ((ulong)known.IndexHigh << 32) | known.IndexLow;
        return new FileStatus(
            new FileIdentity(number, DateTime.FromFileTimeUtc(known.Created).Ticks),
            ((long)known.SizeHigh << 32) | known.SizeLow,
            DateTime.FromFileTimeUtc(known.Written).Ticks);
    }
}
