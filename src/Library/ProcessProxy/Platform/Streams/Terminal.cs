namespace ProcessProxy.Platform.Streams;

/// <summary>The terminal of a user.</summary>
internal static class Terminal
{
    /// <summary>Returns whether standard input is a terminal now. A closed terminal is not.</summary>
    public static bool IsInput() => CurrentPlatform.Streams.IsInputTerminal;
}
