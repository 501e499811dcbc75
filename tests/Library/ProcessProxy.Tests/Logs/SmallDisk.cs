using System.Runtime.InteropServices;
using Xunit;

namespace ProcessProxy.Tests.Logs;

/// <summary>A disk that is soon full, in memory. Skips the test where none can be had.</summary>
internal sealed partial class SmallDisk : IDisposable
{
    private const int Detach = 2;
    private readonly TempFolder folder = new();

    public SmallDisk(int bytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            folder.Dispose();
            Assert.Skip("Only Linux has disks in memory.");
        }

        if (Mount("none", Path, "tmpfs", 0, $"size={bytes}") != 0)
        {
            folder.Dispose();
            Assert.Skip("Nothing can be mounted here.");
        }
    }

    public string Path => folder.Path;

    public void Dispose()
    {
        Assert.Equal(0, Unmount(Path, Detach));
        folder.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "mount", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Mount(string source, string target, string type, ulong flags, string options);

    [LibraryImport("libc", EntryPoint = "umount2", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Unmount(string target, int flags);
}
