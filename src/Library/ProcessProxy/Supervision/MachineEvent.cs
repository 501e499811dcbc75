using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision;

/// <summary>Something that happened to a process, or that somebody wants of it.</summary>
internal abstract record MachineEvent
{
    private MachineEvent()
    {
    }

    /// <summary>It is to run.</summary>
    /// <param name="By">Who wants it, in words.</param>
    /// <param name="KeepsFailures">Whether earlier failures still count; they do not when an operator starts it.</param>
    public sealed record Start(string By, bool KeepsFailures = false) : MachineEvent;

    /// <summary>It is to run anew.</summary>
    public sealed record Restart(string By) : MachineEvent;

    /// <summary>What it is launched with has changed: it is to run anew, unless it is not to run.</summary>
    public sealed record Relaunch(string By) : MachineEvent;

    /// <summary>It is not to run.</summary>
    /// <param name="By">Who wants it, in words.</param>
    /// <param name="ByOperator">Whether the wish outlives the server's death.</param>
    public sealed record Stop(string By, bool ByOperator) : MachineEvent;

    /// <summary>How it is supervised has changed.</summary>
    public sealed record PolicyChanged : MachineEvent;

    /// <summary>Its schedule is to have it run from now on; it is not to run because of this alone.</summary>
    public sealed record Activate(string By) : MachineEvent;

    /// <summary>It is time to look whether its schedule has it run.</summary>
    public sealed record ClockChecked : MachineEvent;

    /// <summary>The run has lasted as long as it may.</summary>
    public sealed record Overran(long Generation) : MachineEvent;

    /// <summary>A program of it was found running.</summary>
    public sealed record Adopted(ProcessIdentity Identity, TimeSpan Age, DateTimeOffset StartedAt) : MachineEvent;

    /// <summary>A program that an earlier server left running is no longer there.</summary>
    /// <param name="Identity">Who it was.</param>
    /// <param name="Exit">How it ended, if that server still saw it; else null.</param>
    /// <param name="Output">What of the log it wrote.</param>
    public sealed record FoundDead(ProcessIdentity Identity, ProcessExit? Exit = null, RunOutput? Output = null) : MachineEvent;

    /// <summary>Something runs that may be it, and it cannot be made sure.</summary>
    public sealed record NotVerifiable(string Why) : MachineEvent;

    /// <summary>Everything it depends on is ready.</summary>
    public sealed record DependenciesReady(long Generation) : MachineEvent;

    /// <summary>Something it depends on is not coming up by itself; null when it is again.</summary>
    public sealed record DependencyBlocked(long Generation, string? Why) : MachineEvent;

    /// <summary>It was launched.</summary>
    /// <param name="Generation">Which attempt it was.</param>
    /// <param name="Identity">The program.</param>
    /// <param name="Output">Where in the log it begins to write.</param>
    public sealed record Launched(long Generation, ProcessIdentity Identity, ValueList<LogPosition?>? Output = null) : MachineEvent;

    /// <summary>It could not be launched.</summary>
    public sealed record LaunchFailed(long Generation, string Why, LaunchFault Fault = LaunchFault.Other) : MachineEvent;

    /// <summary>The program itself has ended.</summary>
    /// <param name="Generation">Which run it was.</param>
    /// <param name="Exit">How.</param>
    /// <param name="Memory">Whether it is the system that ended it, for want of memory.</param>
    /// <param name="Output">What of the log it wrote.</param>
    public sealed record Exited(long Generation, ProcessExit Exit, MemoryKill Memory = MemoryKill.None, RunOutput? Output = null) : MachineEvent;

    /// <summary>Its tree has ended, but for these.</summary>
    public sealed record TreeEnded(long Generation, IReadOnlyList<string> Survivors) : MachineEvent;

    /// <summary>The pause before the next attempt is over.</summary>
    public sealed record RestartDue(long Generation) : MachineEvent;

    /// <summary>The run has lasted so long that earlier failures are forgotten.</summary>
    public sealed record Lasted(long Generation) : MachineEvent;

    /// <summary>A probe was made.</summary>
    /// <param name="Generation">Which run it was made of.</param>
    /// <param name="Result">What came of it.</param>
    /// <param name="WhyNotNow">Why the process would not start at once if it were ended now, as the rest of a sentence; null when it would.</param>
    public sealed record Probed(long Generation, HealthCheckResult Result, string? WhyNotNow = null) : MachineEvent;

    /// <summary>The memory of the whole tree was measured. Only told of a process with a limit.</summary>
    /// <param name="Generation">Which run it is of.</param>
    /// <param name="Memory">The memory, in bytes.</param>
    /// <param name="WhyNotNow">Why the process would not start at once if it were ended now, as the rest of a sentence; null when it would.</param>
    public sealed record Measured(long Generation, long Memory, string? WhyNotNow = null) : MachineEvent;
}
