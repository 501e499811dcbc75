namespace ProcessProxy.Platform.Network;

/// <summary>Describes the owner of a port.</summary>
internal static class PortHolder
{
    /// <summary>Returns the name of the program that listens on a TCP port for display, or null if it cannot be determined.</summary>
    public static string? Describe(int port)
    {
        try
        {
            return CurrentPlatform.Network.Ports?.Find(port) is { Pid: { } pid } listener
                ? $"{listener.Command ?? "a program"} (pid {pid})"
                : null;
        }
        catch (IOException)
        {
            // Without it, the message is only shorter.
            return null;
        }
    }
}
