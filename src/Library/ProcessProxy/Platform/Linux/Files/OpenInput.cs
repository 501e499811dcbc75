using System.Runtime.InteropServices;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Files;

/// <summary>
/// A standard input without data that never ends: an unnamed pipe that one descriptor has open for reading and writing. Its
/// holder is its own writer, so it stays open without us.
/// </summary>
internal static unsafe partial class OpenInput
{
    /// <summary>Creates an input.</summary>
    /// <exception cref="LaunchException">It cannot be created.</exception>
    public static Descriptor Create()
    {
        var ends = stackalloc int[2];
        if (Pipe(ends, OpenFlags.CloseOnExec) != 0)
        {
            throw Failure(Marshal.GetLastPInvokeError());
        }

        using var reader = new Descriptor(ends[0]);
        using var writer = new Descriptor(ends[1]);
        var both = LinuxDescriptor.Open($"/proc/self/fd/{reader.Value}", OpenFlags.ReadWrite, 0, out var errno);
        return both.IsInvalid ? throw Failure(errno) : both;
    }

    private static LaunchException Failure(int errno) =>
        new($"Its standard input cannot be opened: {Errno.Describe(errno)}.", Errno.FaultOf(errno));

    [LibraryImport("libc", EntryPoint = "pipe2", SetLastError = true)]
    private static partial int Pipe(int* ends, int flags);
}
