namespace ProcessProxy.Platform.MacOS;

/// <summary>Processes on macOS: not yet.</summary>
internal static class MacOSProcessHost
{
    /// <summary>Says that this host is still to be written.</summary>
    /// <exception cref="PlatformNotSupportedException">Always.</exception>
    public static IProcessHost Create() =>
        throw new PlatformNotSupportedException("ProcessProxy does not supervise programs on macOS yet; its proxy works without a processConfigFile.");
}
