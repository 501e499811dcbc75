namespace ProcessProxy.Platform.Network;

/// <summary>Says who has a port.</summary>
internal static class PortHolder
{
    /// <summary>The program that listens on a TCP port, for people; null when it cannot be told.</summary>
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
            // That it cannot be told makes the sentence shorter, nothing more.
            return null;
        }
    }
}
