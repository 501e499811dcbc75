using System.Diagnostics;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Processes;

/// <summary>The time of a processor that was used.</summary>
internal static class ProcessorTime
{
    private const int OnLinux = 3;
    private const int OnMacOS = 16;

    /// <summary>By this thread; meaningful in comparison with an earlier answer on the same thread. Where the system does not tell, time that has passed.</summary>
    public static TimeSpan OfThisThread() =>
        !OperatingSystem.IsWindows() && Libc.ClockTime(OperatingSystem.IsLinux() ? OnLinux : OnMacOS, out var time) == 0
            ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
            : Stopwatch.GetElapsedTime(0);
}
