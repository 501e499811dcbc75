using Microsoft.Win32.SafeHandles;

namespace ProcessProxy.Background;

/// <summary>
/// The standard streams without the lock that the console's own take: those hold <see cref="Console.Out"/> locked while they wait for a reader, and
/// everybody who prints waits with them.
/// </summary>
internal static class StandardStreams
{
    /// <summary>The standard output.</summary>
    public static Stream Output() => OperatingSystem.IsWindows() ? Console.OpenStandardOutput() : Open(1, Console.OpenStandardOutput);

    /// <summary>The standard error.</summary>
    public static Stream Error() => OperatingSystem.IsWindows() ? Console.OpenStandardError() : Open(2, Console.OpenStandardError);

    private static Stream Open(int descriptor, Func<Stream> console)
    {
        var stream = new FileStream(new SafeFileHandle(descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);

        // A file lets nobody wait, and would be written at a place of the stream's own, over what others write to it.
        return stream.CanSeek ? console() : stream;
    }
}
