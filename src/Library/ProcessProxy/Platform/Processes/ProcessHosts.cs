using Microsoft.Extensions.Logging;

namespace ProcessProxy.Platform.Processes;

/// <summary>Creates the host of the current system.</summary>
internal static class ProcessHosts
{
    /// <summary>Creates the host of this system for programs that are launched and left alone: their trees are not tracked.</summary>
    public static IProcessHost CreateForOthers(TimeProvider time) => CurrentPlatform.Processes.CreateHostForOthers(time);

    /// <summary>Creates the host of this system.</summary>
    public static IProcessHost Create(TimeProvider time, string stateDirectory, ILogger logger) =>
        CurrentPlatform.Processes.CreateHost(time, stateDirectory, logger);
}
