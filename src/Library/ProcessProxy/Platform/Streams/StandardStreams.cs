namespace ProcessProxy.Platform.Streams;

/// <summary>
/// The standard streams without the lock of the console's streams: those hold <see cref="Console.Out"/> locked while they wait for a reader, and
/// every thread that prints waits with them.
/// </summary>
internal static class StandardStreams
{
    /// <summary>Returns the standard output.</summary>
    public static Stream Output() => CurrentPlatform.Streams.Output();

    /// <summary>Returns the standard error.</summary>
    public static Stream Error() => CurrentPlatform.Streams.Error();
}
