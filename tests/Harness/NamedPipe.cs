using System.Runtime.InteropServices;
using Xunit;

namespace ProcessProxy.Harness;

/// <summary>Makes FIFOs, which .NET cannot.</summary>
public static partial class NamedPipe
{
    public static void Create(string path, int mode = 0b110_000_000) => Assert.Equal(0, MakeFifo(path, mode));

    [LibraryImport("libc", EntryPoint = "mkfifo", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, int mode);
}
