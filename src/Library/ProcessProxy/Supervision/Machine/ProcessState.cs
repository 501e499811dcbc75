using ProcessProxy.Configuration;
using ProcessProxy.Health;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision.Machine;

/// <summary>
/// The history of a process, as far as it matters for what follows. Replaced as a whole, by the machine only. Data that is valid in one phase only
/// is removed with that phase.
/// </summary>
internal sealed record ProcessState
{
    public Phase Phase { get; init; }

    public Goal Goal { get; init; }

    /// <summary>Gets the number of the attempt. Events with an earlier number change nothing.</summary>
    public long Generation { get; init; }

    /// <summary>Gets the program, in <see cref="Phase.Running"/> and <see cref="Phase.Stopping"/>, and in <see cref="Phase.Backoff"/> until its tree has ended.</summary>
    public Run? Run { get; init; }

    /// <summary>Gets, in <see cref="Phase.Waiting"/>, which dependency does not become ready, in words; null if all do.</summary>
    public string? Blocked { get; init; }

    /// <summary>Gets, in <see cref="Phase.Launching"/>, the running preStart command.</summary>
    public Preparation? Preparation { get; init; }

    /// <summary>Gets, in <see cref="Phase.Launching"/>, why the program is ended immediately after its launch; null if it should run.</summary>
    public string? CalledOff { get; init; }

    /// <summary>Gets, in <see cref="Phase.Stopping"/>, how the run is ended and what follows.</summary>
    public Ending? Ending { get; init; }

    /// <summary>Gets, in <see cref="Phase.Backoff"/>, when the next attempt is made.</summary>
    public Pause? Pause { get; init; }

    /// <summary>
    /// Gets, in <see cref="Phase.Failed"/>, whether something of an earlier run may be alive that could not be identified or ended. The record
    /// of that run is kept, and the next command looks again before it does anything.
    /// </summary>
    public bool IsUnsettled { get; init; }

    /// <summary>Gets whether this server found the latest run in progress.</summary>
    public bool IsAdopted { get; init; }

    /// <summary>Gets the number of restarts used by consecutive failures.</summary>
    public int Failures { get; init; }

    /// <summary>
    /// Gets whether a run has exited with code 0 since the server's last orderly start. Later runs do not change this: the work is
    /// done.
    /// </summary>
    public bool HasCompleted { get; init; }

    /// <summary>Gets whether an operator stopped it; the next server respects this, unless there was a shutdown in between.</summary>
    public bool StoppedByOperator { get; init; }

    /// <summary>Gets whether the server itself stopped it, for example at its shutdown; the next server starts it again.</summary>
    public bool StoppedByServer { get; init; }

    /// <summary>Gets the last launch that failed.</summary>
    public LaunchError? LaunchError { get; init; }

    public ProcessExit? LastExit { get; init; }

    /// <summary>Gets how the last runs ended, the latest first.</summary>
    public ValueList<ExitRecord> Exits { get; init; } = [];

    public DateTimeOffset? LastRestartAt { get; init; }

    /// <summary>Gets the port that the latest run was given; null if it has none. It is set before the launch, outside of the machine.</summary>
    public int? Port { get; init; }

    /// <summary>Gets the state of its schedule.</summary>
    public ScheduleState Schedule { get; init; } = ScheduleState.None;

    public DateTimeOffset Since { get; init; }

    /// <summary>Gets why its latest run was started, in words: the default of <see cref="Reason"/> when nothing else is to be said about the run.</summary>
    public string Origin { get; init; } = "";

    public string Reason { get; init; } = "not started yet";

    /// <summary>Gets the program that may be alive, or may have left something behind.</summary>
    public ProcessIdentity? Identity => Run?.Identity;

    public bool HasExited => Run is { HasExited: true };

    public HealthRecord Health => Run?.Health ?? HealthRecord.None;

    /// <summary>Gets whether it is running or will run without a command.</summary>
    public bool WillRun => Goal == Goal.Up && Phase is not (Phase.Stopped or Phase.Failed) && Ending is null or { IsFollowed: true };

    /// <summary>Gets whether it should be running: it will, or has failed for good. A failed job waits for its schedule.</summary>
    public bool IsWanted => WillRun || (Phase == Phase.Failed && !StoppedByOperator && Schedule.Plan is null);

    /// <summary>Returns how long the run has lasted.</summary>
    public TimeSpan Age(Now now) => Run is null ? TimeSpan.Zero : now.Elapsed - Run.Since;
}
