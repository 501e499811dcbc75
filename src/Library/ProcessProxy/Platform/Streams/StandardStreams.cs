namespace ProcessProxy.Platform.Streams;

/// <summary>
/// The standard streams without the lock that the console's own take: those hold <see cref="Console.Out"/> locked while they wait for a reader, and
/// everybody who prints waits with them.
/// </summary>
internal static class StandardStreams
{
    /// <summary>The standard output.</summary>
    public static Stream Output() => CurrentPlatform.Streams.Output();

    /// <summary>The standard error.</summary>
    public static Stream Error() => CurrentPlatform.Streams.Error();
}
