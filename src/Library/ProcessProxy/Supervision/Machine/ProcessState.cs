using ProcessProxy.Configuration;
using ProcessProxy.Health;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision.Machine;

/// <summary>
/// The history of a process as far as it matters for what comes next. Replaced whole, by the machine alone. What holds in one phase only
/// is gone when the phase is.
/// </summary>
internal sealed record ProcessState
{
    public Phase Phase { get; init; }

    public Goal Goal { get; init; }

    /// <summary>Counts attempts to run it. News that quotes an earlier one changes nothing.</summary>
    public long Generation { get; init; }

    /// <summary>The program, in <see cref="Phase.Running"/> and <see cref="Phase.Stopping"/>, and in <see cref="Phase.Backoff"/> until its tree has ended.</summary>
    public Run? Run { get; init; }

    /// <summary>In <see cref="Phase.Waiting"/>: which dependency is not coming up, in words; null while all are.</summary>
    public string? Blocked { get; init; }

    /// <summary>In <see cref="Phase.Launching"/>: what is known of its preStart, while that runs.</summary>
    public Preparation? Preparation { get; init; }

    /// <summary>In <see cref="Phase.Launching"/>: why what is launched is to be ended at once; null when it is to run.</summary>
    public string? CalledOff { get; init; }

    /// <summary>In <see cref="Phase.Stopping"/>: how the run is ended and what comes then.</summary>
    public Ending? Ending { get; init; }

    /// <summary>In <see cref="Phase.Backoff"/>: when the next attempt is made.</summary>
    public Pause? Pause { get; init; }

    /// <summary>
    /// In <see cref="Phase.Failed"/>: whether something of an earlier run may be alive that could not be told or not be ended. What was recorded
    /// of that run stays recorded, and the next command looks again before it does anything.
    /// </summary>
    public bool IsUnsettled { get; init; }

    /// <summary>Whether this server found the latest run going on.</summary>
    public bool IsAdopted { get; init; }

    /// <summary>Restarts that failures in a row have cost.</summary>
    public int Failures { get; init; }

    /// <summary>
    /// Whether a run has ended with exit code 0 since the server's last orderly start. It stays so, whatever becomes of later runs: what it did is
    /// done.
    /// </summary>
    public bool HasCompleted { get; init; }

    /// <summary>Whether an operator said that it is not to run; a server that follows this one without a shutdown between keeps to it.</summary>
    public bool StoppedByOperator { get; init; }

    /// <summary>Whether it is the server's own doing that it is not to run, such as its shutdown; the next server starts it again.</summary>
    public bool StoppedByServer { get; init; }

    /// <summary>The last launch that did not succeed.</summary>
    public LaunchError? LaunchError { get; init; }

    public ProcessExit? LastExit { get; init; }

    /// <summary>How the last runs ended, the latest first.</summary>
    public ValueList<ExitRecord> Exits { get; init; } = [];

    public DateTimeOffset? LastRestartAt { get; init; }

    /// <summary>How it stands to its schedule.</summary>
    public ScheduleState Schedule { get; init; } = ScheduleState.None;

    public DateTimeOffset Since { get; init; }

    /// <summary>Why its latest run was begun, in words: what <see cref="Reason"/> comes back to when nothing else is to be said of the run.</summary>
    public string Origin { get; init; } = "";

    public string Reason { get; init; } = "not started yet";

    /// <summary>The program that may be alive, or may have left something behind.</summary>
    public ProcessIdentity? Identity => Run?.Identity;

    public bool HasExited => Run is { HasExited: true };

    public HealthRecord Health => Run?.Health ?? HealthRecord.None;

    /// <summary>Whether it runs or will run without anybody's command.</summary>
    public bool WillRun => Goal == Goal.Up && Phase is not (Phase.Stopped or Phase.Failed) && Ending is null or { IsFollowed: true };

    /// <summary>Whether it ought to run: it will, or was given up. A job that has failed waits for its time.</summary>
    public bool IsWanted => WillRun || (Phase == Phase.Failed && !StoppedByOperator && Schedule.Plan is null);

    /// <summary>How long the run has lasted.</summary>
    public TimeSpan Age(Now now) => Run is null ? TimeSpan.Zero : now.Elapsed - Run.Since;
}
