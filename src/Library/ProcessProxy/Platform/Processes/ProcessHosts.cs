using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ProcessProxy.Platform.Processes;

/// <summary>Chooses the host for the system we run on.</summary>
internal static class ProcessHosts
{
    /// <summary>The host of this system for programs that are launched and left alone: nothing of theirs is kept together.</summary>
    public static IProcessHost CreateForOthers(TimeProvider time) =>
        OperatingSystem.IsLinux() ? new Linux.Processes.LinuxProcessHost(time) : Create(time, "", NullLogger.Instance);

    /// <summary>The host of this system.</summary>
    public static IProcessHost Create(TimeProvider time, string stateDirectory, ILogger logger) =>
        OperatingSystem.IsLinux() ? new Linux.Processes.LinuxProcessHost(time, Linux.Cgroups.ControlGroups.Create(stateDirectory, logger), logger)
        : OperatingSystem.IsMacOS() ? new MacOS.MacProcessHost(time, logger)
        : OperatingSystem.IsWindows() ? new Windows.WindowsProcessHost(time, logger)
        : new UnsupportedProcessHost("this system");
}
