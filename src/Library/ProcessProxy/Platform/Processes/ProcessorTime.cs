namespace ProcessProxy.Platform.Processes;

/// <summary>CPU time.</summary>
internal static class ProcessorTime
{
    /// <summary>Returns the CPU time of this thread, to compare with an earlier result on the same thread. If the system does not report it, elapsed time.</summary>
    public static TimeSpan OfThisThread() => CurrentPlatform.Processes.TimeOfThisThread();
}
