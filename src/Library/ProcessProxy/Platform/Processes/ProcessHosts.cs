using Microsoft.Extensions.Logging;

namespace ProcessProxy.Platform.Processes;

/// <summary>Makes the host of the system we run on.</summary>
internal static class ProcessHosts
{
    /// <summary>The host of this system for programs that are launched and left alone: nothing of theirs is kept together.</summary>
    public static IProcessHost CreateForOthers(TimeProvider time) => CurrentPlatform.Processes.CreateHostForOthers(time);

    /// <summary>The host of this system.</summary>
    public static IProcessHost Create(TimeProvider time, string stateDirectory, ILogger logger) =>
        CurrentPlatform.Processes.CreateHost(time, stateDirectory, logger);
}
