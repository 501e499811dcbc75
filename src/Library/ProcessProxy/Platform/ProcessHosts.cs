using Microsoft.Extensions.Logging;

namespace ProcessProxy.Platform;

/// <summary>Chooses the host for the system we run on.</summary>
internal static class ProcessHosts
{
    /// <summary>The host of this system.</summary>
    public static IProcessHost Create(TimeProvider time, string stateDirectory, ILogger logger) =>
        OperatingSystem.IsLinux() ? new Linux.LinuxProcessHost(time, Linux.ControlGroups.Create(stateDirectory, logger))
        : OperatingSystem.IsMacOS() ? new MacOS.MacProcessHost(time)
        : OperatingSystem.IsWindows() ? new Windows.WindowsProcessHost(time)
        : new UnsupportedProcessHost("this system");
}
