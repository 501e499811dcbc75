using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision.Machine;

/// <summary>Something that happened to a process, or a command.</summary>
internal abstract record MachineEvent
{
    private MachineEvent()
    {
    }

    /// <summary>Returns whether it belongs to an earlier attempt, so it changes nothing.</summary>
    public bool IsStale(ProcessState state) => this is Dated news && news.Generation != state.Generation;

    /// <summary>A command.</summary>
    /// <param name="By">The origin, in words.</param>
    public abstract record Wish(string By) : MachineEvent;

    /// <summary>An event of one attempt to run the process.</summary>
    /// <param name="Generation">The attempt.</param>
    public abstract record Dated(long Generation) : MachineEvent;

    /// <summary>The process must run.</summary>
    /// <param name="By">The origin, in words.</param>
    /// <param name="KeepsFailures">Whether earlier failures still count; they do not if an operator starts it.</param>
    public sealed record Start(string By, bool KeepsFailures = false) : Wish(By);

    /// <summary>The configuration requires the process to run from now on; it may already run.</summary>
    public sealed record Enable(string By) : Wish(By);

    /// <summary>The process must restart.</summary>
    /// <param name="By">The origin, in words.</param>
    /// <param name="WhyNotAgain">Why the process could not start again if it were ended now, as the rest of a sentence; null if it could, or if this is not checked.</param>
    public sealed record Restart(string By, string? WhyNotAgain = null) : Wish(By);

    /// <summary>The launch settings have changed: the process must restart if it should run.</summary>
    public sealed record Relaunch(string By) : Wish(By);

    /// <summary>The process must stop.</summary>
    /// <param name="By">The origin, in words.</param>
    /// <param name="ByOperator">Whether the command survives the death of the server.</param>
    public sealed record Stop(string By, bool ByOperator) : Wish(By);

    /// <summary>Something is about to happen: an uncertain state must be checked first.</summary>
    public sealed record Announced(MachineEvent Coming) : MachineEvent;

    /// <summary>The supervision settings have changed.</summary>
    /// <param name="PreStart">Whether the command before the launch has changed, too.</param>
    public sealed record PolicyChanged(bool PreStart = false) : MachineEvent;

    /// <summary>The process has a schedule from now on, which alone does not start it.</summary>
    public sealed record Activate(string By) : MachineEvent;

    /// <summary>It is time to check the schedule.</summary>
    public sealed record ClockChecked : MachineEvent;

    /// <summary>The run has reached its time limit.</summary>
    public sealed record Overran(long Generation) : Dated(Generation);

    /// <summary>A running program of the process was found.</summary>
    /// <param name="Identity">The program.</param>
    /// <param name="Age">How long it has been running.</param>
    /// <param name="StartedAt">The time it was started, for display.</param>
    /// <param name="Output">Where its output begins in the log, if known.</param>
    public sealed record Adopted(ProcessIdentity Identity, TimeSpan Age, DateTimeOffset StartedAt, ValueList<LogPosition?>? Output = null) : MachineEvent;

    /// <summary>A program that an earlier server left running no longer exists.</summary>
    /// <param name="Identity">The program.</param>
    /// <param name="Exit">How it ended, if that server saw it; otherwise null.</param>
    /// <param name="IsCounted">Whether that server has already counted its end as a failure.</param>
    /// <param name="Output">The part of the log that it wrote.</param>
    public sealed record FoundDead(ProcessIdentity Identity, ProcessExit? Exit = null, bool IsCounted = false, RunOutput? Output = null) : MachineEvent;

    /// <summary>A process exists that may be the program, but this cannot be verified.</summary>
    public sealed record NotVerifiable(string Why) : MachineEvent;

    /// <summary>No process exists that may be the program.</summary>
    public sealed record FoundNothing : MachineEvent;

    /// <summary>All dependencies are ready.</summary>
    public sealed record DependenciesReady(long Generation) : Dated(Generation);

    /// <summary>A dependency does not become ready by itself; null if it does again.</summary>
    public sealed record DependencyBlocked(long Generation, string? Why) : Dated(Generation);

    /// <summary>The preStart command has ended, with everything that it started.</summary>
    /// <param name="Generation">The attempt.</param>
    /// <param name="Failure">How it failed, as a sentence; null if it succeeded.</param>
    /// <param name="Fault">The kind of error.</param>
    /// <param name="Survivors">The processes of its tree that could not be ended.</param>
    /// <param name="Output">The part of the log that it wrote.</param>
    public sealed record Prepared(long Generation, string? Failure, LaunchFault Fault, IReadOnlyList<string> Survivors, RunOutput? Output = null) : Dated(Generation);

    /// <summary>The program was launched.</summary>
    /// <param name="Generation">The attempt.</param>
    /// <param name="Identity">The program.</param>
    /// <param name="Output">Where its output begins in the log.</param>
    public sealed record Launched(long Generation, ProcessIdentity Identity, ValueList<LogPosition?>? Output = null) : Dated(Generation);

    /// <summary>The program could not be launched.</summary>
    /// <param name="Generation">The attempt.</param>
    /// <param name="Why">The error in one sentence.</param>
    /// <param name="Fault">The kind of error.</param>
    /// <param name="Output">The part of the log that describes the failure.</param>
    public sealed record LaunchFailed(long Generation, string Why, LaunchFault Fault = LaunchFault.Other, RunOutput? Output = null) : Dated(Generation);

    /// <summary>The program itself has exited.</summary>
    /// <param name="Generation">The run.</param>
    /// <param name="Exit">The exit.</param>
    /// <param name="Memory">Whether the system ended it because memory was low.</param>
    /// <param name="Output">The part of the log that it wrote.</param>
    public sealed record Exited(long Generation, ProcessExit Exit, MemoryKill Memory = MemoryKill.None, RunOutput? Output = null) : Dated(Generation);

    /// <summary>The stop command has failed.</summary>
    /// <param name="Generation">The run that should end.</param>
    /// <param name="Why">How it failed, and what is done instead, as the rest of a sentence.</param>
    public sealed record StopCommandFailed(long Generation, string Why) : Dated(Generation);

    /// <summary>The tree has ended, except for these processes.</summary>
    public sealed record TreeEnded(long Generation, IReadOnlyList<string> Survivors) : Dated(Generation);

    /// <summary>The delay before the next attempt is over.</summary>
    public sealed record RestartDue(long Generation) : Dated(Generation);

    /// <summary>The run has lasted long enough that earlier failures are forgotten.</summary>
    public sealed record Lasted(long Generation) : Dated(Generation);

    /// <summary>A probe was made.</summary>
    /// <param name="Generation">The run.</param>
    /// <param name="Result">The result.</param>
    /// <param name="WhyNotNow">Why the process would not start immediately if it were ended now, as the rest of a sentence; null if it would.</param>
    public sealed record Probed(long Generation, HealthCheckResult Result, string? WhyNotNow = null) : Dated(Generation);

    /// <summary>The memory of the whole tree was measured. Sent only if the process has a limit.</summary>
    /// <param name="Generation">The run.</param>
    /// <param name="Memory">The memory, in bytes.</param>
    /// <param name="WhyNotNow">Why the process would not start immediately if it were ended now, as the rest of a sentence; null if it would.</param>
    public sealed record Measured(long Generation, long Memory, string? WhyNotNow = null) : Dated(Generation);
}
