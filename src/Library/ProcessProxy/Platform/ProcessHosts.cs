namespace ProcessProxy.Platform;

/// <summary>Chooses the host for the system we run on. The one place that asks which system that is.</summary>
internal static class ProcessHosts
{
    /// <summary>The host of this system.</summary>
    /// <exception cref="PlatformNotSupportedException">Supervision is not written for this system yet.</exception>
    public static IProcessHost Create(TimeProvider time) =>
        OperatingSystem.IsLinux() ? new Linux.LinuxProcessHost(time)
        : OperatingSystem.IsMacOS() ? MacOS.MacOSProcessHost.Create()
        : OperatingSystem.IsWindows() ? Windows.WindowsProcessHost.Create()
        : throw new PlatformNotSupportedException("ProcessProxy supervises programs on Linux only, for now.");
}
