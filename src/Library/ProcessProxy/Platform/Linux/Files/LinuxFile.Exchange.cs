using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.FailPoints;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Files;

internal static unsafe partial class LinuxFile
{
    private const uint Exchanged = 2;

    /// <summary>
    /// Writes <paramref name="content"/> to <paramref name="beside"/>, over its contents, and exchanges the names of both in one atomic step.
    /// </summary>
    /// <returns>False if this is impossible, and then <paramref name="path"/> is unchanged: one of the two is missing or not ours alone, or the file system does not support it.</returns>
    public static bool TryExchange(string path, string beside, ReadOnlySpan<byte> content, UnixFileMode mode)
    {
        const int flags = OpenFlags.ReadWrite | OpenFlags.Create | OpenFlags.NonBlocking | OpenFlags.CloseOnExec;
        var descriptor = OpenRetrying(beside, flags | OpenFlags.NoFollow, (int)mode);
        if (descriptor < 0)
        {
            return false;
        }

        using var file = new SafeFileHandle(descriptor, ownsHandle: true);
        if (!IsOursAlone(file, out var present) || (present != mode && Libc.ChangeMode(file, (uint)mode) != 0))
        {
            return false;
        }

        RandomAccess.Write(file, content, 0);
        RandomAccess.SetLength(file, content.Length);
        FailPoint.Hit("before-rename");
        return Rename(AtCurrentFolder, beside, AtCurrentFolder, path, Exchanged) == 0;
    }

    /// <summary>Opens a regular file of ours that has only one name, so that a write affects no other file.</summary>
    private static bool IsOursAlone(SafeFileHandle file, out UnixFileMode mode)
    {
        var isKnown = StatX(file, "", AtEmptyPath, BasicStatsAndBirth, out var buffer) == 0;
        var ownership = ToOwnership(buffer);
        mode = ownership.Mode;
        return isKnown && (buffer.Mode & TypeMask) == TypeRegular && buffer.Links == 1 && ownership.User == Libc.EffectiveUser();
    }

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(int folder, string path, int newFolder, string newPath, uint flags);
}
