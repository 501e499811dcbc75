using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ProcessProxy.Tests.Configuration;

/// <summary>How long the current thread has been working, whatever else the machine does meanwhile.</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpu = 3;

    /// <summary>The processor time of this thread; where the system does not tell, the time that passes.</summary>
    public static TimeSpan Now() =>
        OperatingSystem.IsLinux() && Read(ThreadCpu, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0)
            : Stopwatch.GetElapsedTime(0);

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int Read(int clock, out Time time);

    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
