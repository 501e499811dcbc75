using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Linux.Inotify;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Files;

/// <summary>Files on Linux.</summary>
[SupportedOSPlatform("linux")]
internal sealed class LinuxFileSystem : UnixFileSystem
{
    public override FileStatus? Status(string path, bool followLink) => LinuxFile.Status(path, followLink);

    public override FileStatus Status(SafeFileHandle file) => LinuxFile.Status(file);

    public override SafeFileHandle? OpenRead(string path) => LinuxFile.OpenRead(path);

    public override SafeFileHandle OpenOwn(string path) => LinuxFile.OpenOwn(path);

    public override SafeFileHandle? OpenExisting(string path) => LinuxFile.OpenExisting(path);

    public override long NextData(SafeFileHandle file, long offset, long end) => LinuxFile.NextData(file, offset, end);

    public override bool TryExchange(string path, string beside, ReadOnlySpan<byte> content, UnixFileMode mode) =>
        LinuxFile.TryExchange(path, beside, content, mode);

    public override void FlushFolder(string path)
    {
        using var folder = LinuxDescriptor.Open(path, OpenFlags.ReadOnly, 0, out var error);
        if (folder.IsInvalid)
        {
            throw new IOException($"The folder '{path}' cannot be opened: {Errno.Describe(error)}.", error);
        }

        // Some file systems have nothing to flush for a folder and return an error.
        if (Libc.FileSync(folder.Value) != 0 && (error = Marshal.GetLastPInvokeError()) != Errno.Invalid)
        {
            throw new IOException($"The folder '{path}' cannot be brought to the disk: {Errno.Describe(error)}.", error);
        }
    }

    public override string RealPath(string folder)
    {
        using var open = LinuxDescriptor.Open(folder, OpenFlags.PathOnly, 0, out _);
        return open.IsInvalid ? folder : new FileInfo($"/proc/self/fd/{open.Value}").LinkTarget ?? folder;
    }

    public override IFileChangeSource ChangeSource(PollingFileChangeSource polling, ILogger logger) =>
        InotifyFileChangeSource.TryCreate(polling, logger) as IFileChangeSource ?? polling;
}
