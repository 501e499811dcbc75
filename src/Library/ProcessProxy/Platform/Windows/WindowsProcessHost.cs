namespace ProcessProxy.Platform.Windows;

/// <summary>Processes on Windows: not yet.</summary>
internal static class WindowsProcessHost
{
    /// <summary>Says that this host is still to be written.</summary>
    /// <exception cref="PlatformNotSupportedException">Always.</exception>
    public static IProcessHost Create() =>
        throw new PlatformNotSupportedException("ProcessProxy does not supervise programs on Windows yet; its proxy works without a processConfigFile.");
}
