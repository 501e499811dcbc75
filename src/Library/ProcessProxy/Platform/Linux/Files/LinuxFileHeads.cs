using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Files;

/// <summary>Frees parts of files with fallocate(2).</summary>
internal sealed partial class LinuxFileHeads : FileHeads
{
    private const int KeepSize = 1;
    private const int PunchHole = 2;
    private const int CollapseRange = 8;

    public override bool AreSupported => true;

    public override long BlockSize(SafeFileHandle file) => Math.Max(SmallestBlock, LinuxFile.BlockSize(file));

    public override bool TryPunch(SafeFileHandle file, long length)
    {
        var error = Allocate(file, PunchHole | KeepSize, length);
        return error switch
        {
            0 => true,
            Errno.NotSupported or Errno.NotImplemented => false,
            _ => throw new IOException($"The first {length} bytes cannot be cut off: {Marshal.GetPInvokeErrorMessage(error)}.", error),
        };
    }

    public override bool TryCollapse(SafeFileHandle file, long length) => Allocate(file, CollapseRange, length) == 0;

    private static int Allocate(SafeFileHandle file, int mode, long length)
    {
        int error;
        do
        {
            error = Allocate(file, mode, 0, length) == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        while (error == Errno.Interrupted);
        return error;
    }

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    private static partial int Allocate(SafeFileHandle file, int mode, long offset, long length);
}
