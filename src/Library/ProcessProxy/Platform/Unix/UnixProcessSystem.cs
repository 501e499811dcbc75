using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Platform.Unix;

/// <summary>Processes on Unix.</summary>
internal class UnixProcessSystem : ProcessSystem
{
    /// <summary>The number of the clock for the CPU time of a thread, or null if it is unknown.</summary>
    protected virtual int? ThreadClock => null;

    public override IProcessHost CreateHost(TimeProvider time, string stateDirectory, ILogger logger) => new UnsupportedProcessHost("this system");

    public override string FindProgram(LaunchSpec spec) => ProgramFile.Resolve(spec, ChildEnvironment.OnUnix.Of(new LaunchRequest("", "", spec)));

    public override void AskToStop(int pid, ProcessBirth birth) => throw new IOException("On this system, another process cannot stop this server.");

    /// <inheritdoc cref="PlatformParts.KillSelf"/>
    public static void KillSelf() => Libc.Kill(Environment.ProcessId, Signals.Kill);

    public override TimeSpan TimeOfThisThread() => ThreadClock is { } clock && Libc.ClockTime(clock, out var time) == 0
        ? TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick))
        : base.TimeOfThisThread();
}
