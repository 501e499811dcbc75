namespace ProcessProxy.Platform.Streams;

/// <summary>The terminal that a person may sit at.</summary>
internal static class Terminal
{
    /// <summary>Whether standard input is a terminal now. One that has been closed is none.</summary>
    public static bool IsInput() => CurrentPlatform.Streams.IsInputTerminal;
}
