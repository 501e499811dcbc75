using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision.Machine;

/// <summary>Something that happened to a process, or that somebody wants of it.</summary>
internal abstract record MachineEvent
{
    private MachineEvent()
    {
    }

    /// <summary>Whether it is news of an attempt that is over, which changes nothing.</summary>
    public bool IsStale(ProcessState state) => this is Dated news && news.Generation != state.Generation;

    /// <summary>What somebody wants of it.</summary>
    /// <param name="By">Who, in words.</param>
    public abstract record Wish(string By) : MachineEvent;

    /// <summary>News of one attempt to run it.</summary>
    /// <param name="Generation">Which attempt it is of.</param>
    public abstract record Dated(long Generation) : MachineEvent;

    /// <summary>It is to run.</summary>
    /// <param name="By">Who wants it, in words.</param>
    /// <param name="KeepsFailures">Whether earlier failures still count; they do not when an operator starts it.</param>
    public sealed record Start(string By, bool KeepsFailures = false) : Wish(By);

    /// <summary>The configuration has it run from now on; somebody may have started it before.</summary>
    public sealed record Enable(string By) : Wish(By);

    /// <summary>It is to run anew.</summary>
    /// <param name="By">Who wants it, in words.</param>
    /// <param name="WhyNotAgain">Why the process could not start again if it were ended now, as the rest of a sentence; null when it could, or when that is not asked.</param>
    public sealed record Restart(string By, string? WhyNotAgain = null) : Wish(By);

    /// <summary>What it is launched with has changed: it is to run anew, unless it is not to run.</summary>
    public sealed record Relaunch(string By) : Wish(By);

    /// <summary>It is not to run.</summary>
    /// <param name="By">Who wants it, in words.</param>
    /// <param name="ByOperator">Whether the wish outlives the server's death.</param>
    public sealed record Stop(string By, bool ByOperator) : Wish(By);

    /// <summary>Something is about to happen: what is not settled is looked at before.</summary>
    public sealed record Announced(MachineEvent Coming) : MachineEvent;

    /// <summary>How it is supervised has changed.</summary>
    public sealed record PolicyChanged : MachineEvent;

    /// <summary>Its schedule is to have it run from now on; it is not to run because of this alone.</summary>
    public sealed record Activate(string By) : MachineEvent;

    /// <summary>It is time to look whether its schedule has it run.</summary>
    public sealed record ClockChecked : MachineEvent;

    /// <summary>The run has lasted as long as it may.</summary>
    public sealed record Overran(long Generation) : Dated(Generation);

    /// <summary>A program of it was found running.</summary>
    /// <param name="Identity">The program.</param>
    /// <param name="Age">How long it has run.</param>
    /// <param name="StartedAt">When it was started, for people.</param>
    /// <param name="Output">Where in the log it began to write, if that is known.</param>
    public sealed record Adopted(ProcessIdentity Identity, TimeSpan Age, DateTimeOffset StartedAt, ValueList<LogPosition?>? Output = null) : MachineEvent;

    /// <summary>A program that an earlier server left running is no longer there.</summary>
    /// <param name="Identity">Who it was.</param>
    /// <param name="Exit">How it ended, if that server still saw it; else null.</param>
    /// <param name="IsCounted">Whether that server has counted its end as a failure already.</param>
    /// <param name="Output">What of the log it wrote.</param>
    public sealed record FoundDead(ProcessIdentity Identity, ProcessExit? Exit = null, bool IsCounted = false, RunOutput? Output = null) : MachineEvent;

    /// <summary>Something runs that may be it, and it cannot be made sure.</summary>
    public sealed record NotVerifiable(string Why) : MachineEvent;

    /// <summary>Nothing runs that may be it.</summary>
    public sealed record FoundNothing : MachineEvent;

    /// <summary>Everything it depends on is ready.</summary>
    public sealed record DependenciesReady(long Generation) : Dated(Generation);

    /// <summary>Something it depends on is not coming up by itself; null when it is again.</summary>
    public sealed record DependencyBlocked(long Generation, string? Why) : Dated(Generation);

    /// <summary>Its preStart is over, with everything that it started.</summary>
    /// <param name="Generation">Which attempt it was run for.</param>
    /// <param name="Failure">How it failed, as a sentence; null when it did not.</param>
    /// <param name="Fault">What stood in the way of it.</param>
    /// <param name="Survivors">What of its tree could not be ended.</param>
    /// <param name="Output">What of the log it wrote.</param>
    public sealed record Prepared(long Generation, string? Failure, LaunchFault Fault, IReadOnlyList<string> Survivors, RunOutput? Output = null) : Dated(Generation);

    /// <summary>It was launched.</summary>
    /// <param name="Generation">Which attempt it was.</param>
    /// <param name="Identity">The program.</param>
    /// <param name="Output">Where in the log it begins to write.</param>
    public sealed record Launched(long Generation, ProcessIdentity Identity, ValueList<LogPosition?>? Output = null) : Dated(Generation);

    /// <summary>It could not be launched.</summary>
    /// <param name="Generation">Which attempt it was.</param>
    /// <param name="Why">A sentence.</param>
    /// <param name="Fault">What stood in the way.</param>
    /// <param name="Output">What of the log tells of it.</param>
    public sealed record LaunchFailed(long Generation, string Why, LaunchFault Fault = LaunchFault.Other, RunOutput? Output = null) : Dated(Generation);

    /// <summary>The program itself has ended.</summary>
    /// <param name="Generation">Which run it was.</param>
    /// <param name="Exit">How.</param>
    /// <param name="Memory">Whether it is the system that ended it, for want of memory.</param>
    /// <param name="Output">What of the log it wrote.</param>
    public sealed record Exited(long Generation, ProcessExit Exit, MemoryKill Memory = MemoryKill.None, RunOutput? Output = null) : Dated(Generation);

    /// <summary>The command that is to end it has failed.</summary>
    /// <param name="Generation">Which run was to end.</param>
    /// <param name="Why">How, and what is done instead, as the rest of a sentence.</param>
    public sealed record StopCommandFailed(long Generation, string Why) : Dated(Generation);

    /// <summary>Its tree has ended, but for these.</summary>
    public sealed record TreeEnded(long Generation, IReadOnlyList<string> Survivors) : Dated(Generation);

    /// <summary>The pause before the next attempt is over.</summary>
    public sealed record RestartDue(long Generation) : Dated(Generation);

    /// <summary>The run has lasted so long that earlier failures are forgotten.</summary>
    public sealed record Lasted(long Generation) : Dated(Generation);

    /// <summary>A probe was made.</summary>
    /// <param name="Generation">Which run it was made of.</param>
    /// <param name="Result">What came of it.</param>
    /// <param name="WhyNotNow">Why the process would not start at once if it were ended now, as the rest of a sentence; null when it would.</param>
    public sealed record Probed(long Generation, HealthCheckResult Result, string? WhyNotNow = null) : Dated(Generation);

    /// <summary>The memory of the whole tree was measured. Only told of a process with a limit.</summary>
    /// <param name="Generation">Which run it is of.</param>
    /// <param name="Memory">The memory, in bytes.</param>
    /// <param name="WhyNotNow">Why the process would not start at once if it were ended now, as the rest of a sentence; null when it would.</param>
    public sealed record Measured(long Generation, long Memory, string? WhyNotNow = null) : Dated(Generation);
}
