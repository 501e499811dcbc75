using System.Runtime.InteropServices;
using ProcessProxy.Platform.MacOS.Native;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.MacOS.Files;

/// <summary>
/// A standard input without data that never ends: a named pipe that one descriptor has open for reading and writing, whose name has been
/// removed. Its holder is its own writer, so it stays open without us.
/// </summary>
internal static class OpenInput
{
    /// <summary>Creates an input.</summary>
    /// <exception cref="LaunchException">It cannot be created.</exception>
    public static Descriptor Create()
    {
        const uint ownerOnly = 0b110_000_000;
        var path = Path.Combine(Path.GetTempPath(), $"processproxy-{Guid.NewGuid():N}");
        if (Libc.MakeFifo(path, ownerOnly) != 0)
        {
            throw Failure(Marshal.GetLastPInvokeError());
        }

        try
        {
            var both = MacFile.OpenAny(path, MacFile.ReadWrite | MacFile.NoFollow, out var errno);
            return both.IsInvalid ? throw Failure(errno) : both;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static LaunchException Failure(int errno) => new($"Its standard input cannot be opened: {DarwinErrno.Describe(errno)}.");
}
