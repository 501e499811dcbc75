using ProcessProxy.Configuration;
using ProcessProxy.Health;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision;

/// <summary>What a process is doing, as the machine tells it apart.</summary>
internal enum Phase
{
    /// <summary>Nothing of it runs.</summary>
    Stopped,

    /// <summary>It is to run and waits for what it depends on.</summary>
    Waiting,

    /// <summary>Its launch was ordered.</summary>
    Launching,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>Its tree is being ended.</summary>
    Stopping,

    /// <summary>It ended by itself and waits for its next attempt.</summary>
    Backoff,

    /// <summary>It was given up.</summary>
    Failed,
}

/// <summary>What is wanted of a process, whatever it is doing.</summary>
internal enum Goal
{
    /// <summary>It is not to run.</summary>
    Down,

    /// <summary>It is to run.</summary>
    Up,
}

/// <summary>What comes when the tree has ended.</summary>
internal enum AfterStop
{
    /// <summary>It stays stopped.</summary>
    Stopped,

    /// <summary>It is started at once.</summary>
    Start,

    /// <summary>It is started after the pause that its failures call for.</summary>
    Backoff,

    /// <summary>It is given up.</summary>
    Failed,
}

/// <summary>A launch that did not succeed.</summary>
/// <param name="Generation">Which attempt it was.</param>
/// <param name="Why">A sentence.</param>
/// <param name="Fault">What stood in the way.</param>
internal sealed record LaunchError(long Generation, string Why, LaunchFault Fault = LaunchFault.Other);

/// <summary>The history of a process as far as it matters for what comes next. Replaced whole, by the machine alone.</summary>
internal sealed record ProcessState
{
    public Phase Phase { get; init; }

    public Goal Goal { get; init; }

    /// <summary>Whether it runs or will run without anybody's command.</summary>
    public bool WillRun => Goal == Goal.Up && (Phase != Phase.Stopping || After is AfterStop.Start or AfterStop.Backoff) && Phase is not (Phase.Stopped or Phase.Failed);

    /// <summary>Whether it ought to run: it will, or was given up. A job that has failed waits for its time.</summary>
    public bool IsWanted => WillRun || (Phase == Phase.Failed && !StoppedByOperator && Schedule.Plan is null);

    /// <summary>Counts attempts to run it. News that quotes an earlier one changes nothing.</summary>
    public long Generation { get; init; }

    /// <summary>The program, from its launch until its tree has ended.</summary>
    public ProcessIdentity? Identity { get; init; }

    /// <summary>Whether the program itself has ended though its tree may not have.</summary>
    public bool HasExited { get; init; }

    /// <summary>When the program was started, for people.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the program was started, on the monotonic clock; may lie before the supervisor's own beginning.</summary>
    public TimeSpan RunningSince { get; init; }

    /// <summary>Where in each file of its log the run began to write; empty when that is not known.</summary>
    public ValueList<LogPosition?> OutputBegin { get; init; } = [];

    /// <summary>Whether this server found it running.</summary>
    public bool IsAdopted { get; init; }

    /// <summary>Restarts that failures in a row have cost.</summary>
    public int Failures { get; init; }

    /// <summary>
    /// Whether a run of what is to end, not to run (<see cref="Configuration.ProcessSpec.IsOneShot"/>), has ended well since the server's last
    /// orderly start. It stays so, whatever becomes of later runs: what it did is done.
    /// </summary>
    public bool HasCompleted { get; init; }

    public HealthRecord Health { get; init; } = HealthRecord.None;

    /// <summary>How many measurements in a row have found its memory above its limit.</summary>
    public int AboveMemory { get; init; }

    /// <summary>What is said of its memory while it is above its limit and left running; null when it is not.</summary>
    public string? Excess { get; init; }

    public AfterStop After { get; init; }

    /// <summary>Why it will be what <see cref="After"/> says.</summary>
    public string AfterReason { get; init; } = "";

    /// <summary>When the next attempt is made, for people.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>Whether the pause before the next attempt is over.</summary>
    public bool IsDue { get; init; }

    /// <summary>Whether an operator said that it is not to run; a server that follows this one without a shutdown between keeps to it.</summary>
    public bool StoppedByOperator { get; init; }

    /// <summary>Whether it is the server's own doing that it is not to run, such as its shutdown; the next server starts it again.</summary>
    public bool StoppedByServer { get; init; }

    /// <summary>
    /// Whether something of an earlier run may be alive that could not be told or not be ended. What was recorded of
    /// that run stays recorded, and the next command looks again before it does anything.
    /// </summary>
    public bool IsUnsettled { get; init; }

    /// <summary>The last launch that did not succeed.</summary>
    public LaunchError? LaunchError { get; init; }

    /// <summary>Which dependency is not coming up, in words; null while all are or none is waited for.</summary>
    public string? Blocked { get; init; }

    public ProcessExit? LastExit { get; init; }

    /// <summary>How the last runs ended, the latest first.</summary>
    public ValueList<ExitRecord> Exits { get; init; } = [];

    /// <summary>When the run was last asked to end, on the monotonic clock.</summary>
    public TimeSpan EndingSince { get; init; }

    /// <summary>Why it was, in words.</summary>
    public string EndReason { get; init; } = "";

    /// <summary>Whether that was because of its health.</summary>
    public bool IsEndedForHealth { get; init; }

    /// <summary>Whether that was because it used more memory than it may.</summary>
    public bool IsEndedForMemory { get; init; }

    public DateTimeOffset? LastRestartAt { get; init; }

    /// <summary>How it stands to its schedule.</summary>
    public ScheduleState Schedule { get; init; } = ScheduleState.None;

    public DateTimeOffset Since { get; init; }

    /// <summary>Why its latest run was begun, in words: what <see cref="Reason"/> comes back to when nothing else is to be said of the run.</summary>
    public string Origin { get; init; } = "";

    public string Reason { get; init; } = "not started yet";
}
