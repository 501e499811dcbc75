using System.Text.Json.Serialization;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Keeping;

/// <summary>What the next server must know about a process if this one dies now. Stored in <c>&lt;id&gt;.state</c>.</summary>
internal sealed record PersistedState
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required string BootId { get; init; }

    public required Phase Phase { get; init; }

    public required Goal Goal { get; init; }

    public required bool StoppedByOperator { get; init; }

    /// <summary>Gets whether the configuration starts the process with the server, to detect a change while no server ran.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Gets the mark of the run that is being launched or is running.</summary>
    public string? Mark { get; init; }

    public ProcessIdentity? Identity { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets where the output of the run begins in each file of its log.</summary>
    public Configuration.ValueList<Logs.Parts.LogPosition?> OutputBegin { get; init; } = [];

    public required int Failures { get; init; }

    /// <summary>Gets whether a process that does its work once has succeeded.</summary>
    public bool HasCompleted { get; init; }

    public ProcessExit? LastExit { get; init; }

    /// <summary>Gets how the last runs ended, the latest first.</summary>
    public Configuration.ValueList<ExitRecord> Exits { get; init; } = [];

    /// <summary>Gets the last launch if it failed.</summary>
    public LaunchError? LaunchError { get; init; }

    public DateTimeOffset? LastRestartAt { get; init; }

    /// <summary>Gets the schedule state of a job; null for other processes.</summary>
    public ScheduleState? Schedule { get; init; }

    public DateTimeOffset Since { get; init; }

    public required string Reason { get; init; }

    /// <summary>Gets a digest of the launch, to detect a change while no server ran.</summary>
    public required string Launch { get; init; }

    /// <summary>Gets the port that the run was given.</summary>
    public int? Port { get; init; }

    public required string PidFile { get; init; }

    public required string StopSignal { get; init; }

    public Configuration.StopTarget StopSignalTo { get; init; }

    /// <summary>The mark of the command that may run beside its program, or before it; null when there is none.</summary>
    public string? Helper { get; init; }

    public required long StopTimeout { get; init; }

    /// <summary>Returns the beginning of the marks of a process's runs, which identifies the process of a state whatever the name of its file is.</summary>
    public static string MarkPrefix(string id) => id + "/";

    /// <summary>
    /// Returns whether the values are valid for a state of this process. A value missing in the file is null or 0.
    /// An identity without a mark would match every process without one, and a copy of another process's file would
    /// end that process.
    /// </summary>
    public bool IsSoundFor(string id) =>
        Enum.IsDefined(Phase) && Enum.IsDefined(Goal) && Enum.IsDefined(StopSignalTo) && Schedule is null or { Missed: >= 0, Skipped: >= 0, LastResult: null or RunResult.Succeeded or RunResult.Failed or RunResult.Stopped } && Failures >= 0 && Port is null or (> 0 and <= ushort.MaxValue) && StopTimeout is >= 0 and <= int.MaxValue
        && Configuration.StopSignals.All.Contains(StopSignal) && Path.IsPathFullyQualified(PidFile) && !PidFile.Contains('\0', StringComparison.Ordinal)
        && OutputBegin.Count <= 2 && Exits.Count <= ExitHistory.Longest && Exits.All(exit => exit is { Output: null or { Begin.Count: <= 2, End.Count: <= 2 } })
        && (Mark is null || IsMarkOf(id, Mark))
        && (Helper is null || (Mark is not null && (Helper == ProcessMark.OfHelper(Mark, ProcessMark.PreStart) || Helper == ProcessMark.OfHelper(Mark, ProcessMark.StopCommand))))
        && LaunchError is null or { Output: null or { Begin.Count: <= 2, End.Count: <= 2 } }
        && (Identity is null || (Identity is { BootId.Length: > 0, Pid: > 1, StartTicks: > 0 } && IsMarkOf(id, Identity.Mark)))
        && (Identity?.ControlGroup is null || Identity.ControlGroup.EndsWith("/" + ProcessMark.GroupName(Identity.Mark), StringComparison.Ordinal));

    /// <summary>
    /// Returns whether, since <paramref name="before"/>, only the usual has happened to a program that should run: it runs, crashes and is started
    /// again. After a power failure it is started as if nothing were known about it.
    /// </summary>
    public bool IsOneMoreRunAfter(PersistedState before) =>
        this is { Goal: Goal.Up, Enabled: true, StoppedByOperator: false, Schedule: null, Phase: not Phase.Stopping }
        && before is { Goal: Goal.Up, Enabled: true, StoppedByOperator: false, Schedule: null } && before.Launch == Launch;

    /// <summary>Returns the part of a state that must survive the server.</summary>
    public static PersistedState Of(ProcessState state, string bootId, string? mark, Configuration.ProcessSpec spec, string launch) => new()
    {
        BootId = bootId,
        Phase = state.Phase,
        // A server that is killed during its shutdown leaves the same state as a completed shutdown: enabled processes start again.
        // A job does not start with the server, but a shutdown ends its pause.
        Goal = state.StoppedByServer && spec is { Enabled: true, Schedule: null } ? Goal.Up : state.Goal,
        StoppedByOperator = state.StoppedByOperator && (spec.Schedule is null || !state.StoppedByServer),
        Enabled = spec.Enabled,
        Mark = mark,
        Identity = state.Identity,
        StartedAt = state.Run?.StartedAt,
        OutputBegin = state.Run?.OutputBegin ?? [],
        Failures = state.Failures,
        HasCompleted = state.HasCompleted,
        LastExit = state.LastExit,
        Exits = state.Exits,
        LaunchError = state.LaunchError?.Generation == state.Generation ? state.LaunchError : null,
        LastRestartAt = state.LastRestartAt,
        Schedule = spec.Schedule is null ? null : state.Schedule,
        Since = state.Since,
        Reason = state.Reason,
        Launch = launch,
        Port = state.Port,
        PidFile = spec.Launch.PidFile,
        StopSignal = spec.Stop.Signal,
        StopSignalTo = spec.Stop.SignalTo,
        Helper = mark is null ? null
            : state.Preparation is not null ? ProcessMark.OfHelper(mark, ProcessMark.PreStart)
            : spec.Stop.Command is not null && state.Phase == Phase.Stopping ? ProcessMark.OfHelper(mark, ProcessMark.StopCommand)
            : null,
        StopTimeout = (long)spec.Stop.Timeout.TotalMilliseconds,
    };

    private static bool IsMarkOf(string id, string mark) =>
        mark.Length > id.Length + 1 && mark.StartsWith(MarkPrefix(id), StringComparison.Ordinal);
}

/// <summary>The serialization options of state files.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true,
    // An identity without a mark would match every process without one.
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    Converters = [typeof(ValueListConverter<ExitRecord>), typeof(ValueListConverter<Logs.Parts.LogPosition?>), typeof(ValueListConverter<bool>)])]
[JsonSerializable(typeof(PersistedState))]
[JsonSerializable(typeof(PersistedGroup))]
[JsonSerializable(typeof(ExitRecord[]))]
[JsonSerializable(typeof(bool[]))]
[JsonSerializable(typeof(Logs.Parts.LogPosition?[]))]
internal sealed partial class PersistedJson : JsonSerializerContext;
