namespace ProcessProxy.Platform.Unix;

/// <summary>The terminal that a person may sit at.</summary>
internal static class Terminal
{
    private const int StandardInput = 0;

    /// <summary>Whether standard input is a terminal now. One that has been closed is none.</summary>
    public static bool IsInput() => OperatingSystem.IsWindows() ? !Console.IsInputRedirected : Libc.IsATerminal(StandardInput) == 1;
}
