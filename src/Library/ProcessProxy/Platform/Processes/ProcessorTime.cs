namespace ProcessProxy.Platform.Processes;

/// <summary>The time of a processor that was used.</summary>
internal static class ProcessorTime
{
    /// <summary>By this thread; meaningful in comparison with an earlier answer on the same thread. Where the system does not tell, time that has passed.</summary>
    public static TimeSpan OfThisThread() => CurrentPlatform.Processes.TimeOfThisThread();
}
