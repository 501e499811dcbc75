using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Platform.Linux;

internal static unsafe partial class LinuxFile
{
    private const int Permissions = 0xfff;

    /// <summary>Who owns what a path leads to, and what others may do with it; null when nothing is there.</summary>
    public static Ownership? OwnershipOf(string path) =>
        StatX(AtCurrentFolder, path, 0, BasicStatsAndBirth, out var buffer) == 0 ? ToOwnership(buffer) : null;

    /// <summary>The same of an open file.</summary>
    public static Ownership OwnershipOf(SafeFileHandle file) =>
        StatX(file, "", AtEmptyPath, BasicStatsAndBirth, out var buffer) == 0
            ? ToOwnership(buffer)
            : throw Failure(System.Runtime.InteropServices.Marshal.GetLastPInvokeError(), "an open file");

    private static Ownership ToOwnership(in StatXBuffer buffer) => new(buffer.Owner, buffer.Group, (UnixFileMode)(buffer.Mode & Permissions));
}
