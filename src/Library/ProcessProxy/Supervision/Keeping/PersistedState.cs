using System.Text.Json.Serialization;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Keeping;

/// <summary>What the next server must know of a process if this one dies now. Kept in <c>&lt;id&gt;.state</c>.</summary>
internal sealed record PersistedState
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    public required string BootId { get; init; }

    public required Phase Phase { get; init; }

    public required Goal Goal { get; init; }

    public required bool StoppedByOperator { get; init; }

    /// <summary>Whether the configuration had it started with the server, so that a change made while no server ran is noticed.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The mark of the run that is being launched or runs.</summary>
    public string? Mark { get; init; }

    public ProcessIdentity? Identity { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Where in each file of its log the run began to write.</summary>
    public Configuration.ValueList<Logs.Parts.LogPosition?> OutputBegin { get; init; } = [];

    public required int Failures { get; init; }

    /// <summary>Whether what is to end, not to run, has ended well.</summary>
    public bool HasCompleted { get; init; }

    public ProcessExit? LastExit { get; init; }

    /// <summary>How the last runs ended, the latest first.</summary>
    public Configuration.ValueList<ExitRecord> Exits { get; init; } = [];

    /// <summary>The last launch, if it did not succeed.</summary>
    public LaunchError? LaunchError { get; init; }

    public DateTimeOffset? LastRestartAt { get; init; }

    /// <summary>How a job stands to its schedule; null for what runs all the time.</summary>
    public ScheduleState? Schedule { get; init; }

    public DateTimeOffset Since { get; init; }

    public required string Reason { get; init; }

    /// <summary>A digest of what it was launched with, so that a change made while no server ran is noticed.</summary>
    public required string Launch { get; init; }

    public required string PidFile { get; init; }

    public required string StopSignal { get; init; }

    public Configuration.StopTarget StopSignalTo { get; init; }

    /// <summary>The mark of the command that may run beside its program, or before it; null when there is none.</summary>
    public string? Helper { get; init; }

    public required long StopTimeout { get; init; }

    /// <summary>What the marks of a process's runs begin with, so that a state tells whose it is whatever its file is called.</summary>
    public static string MarkPrefix(string id) => id + "/";

    /// <summary>
    /// Whether its values are of the kind a server writes for this process. What a file leaves out is read as null or 0, and
    /// an identity without a mark would stand for every process that has none; a copy of another process's file would have
    /// that one ended.
    /// </summary>
    public bool IsSoundFor(string id) =>
        Enum.IsDefined(Phase) && Enum.IsDefined(Goal) && Enum.IsDefined(StopSignalTo) && Schedule is null or { Missed: >= 0, Skipped: >= 0, LastResult: null or RunResult.Succeeded or RunResult.Failed or RunResult.Stopped } && Failures >= 0 && StopTimeout is >= 0 and <= int.MaxValue
        && Configuration.StopSignals.All.Contains(StopSignal) && Path.IsPathFullyQualified(PidFile) && !PidFile.Contains('\0', StringComparison.Ordinal)
        && OutputBegin.Count <= 2 && Exits.Count <= ExitHistory.Longest && Exits.All(exit => exit is { Output: null or { Begin.Count: <= 2, End.Count: <= 2 } })
        && (Mark is null || IsMarkOf(id, Mark))
        && (Helper is null || (Mark is not null && (Helper == ProcessMark.OfHelper(Mark, ProcessMark.PreStart) || Helper == ProcessMark.OfHelper(Mark, ProcessMark.StopCommand))))
        && LaunchError is null or { Output: null or { Begin.Count: <= 2, End.Count: <= 2 } }
        && (Identity is null || (Identity is { BootId.Length: > 0, Pid: > 1, StartTicks: > 0 } && IsMarkOf(id, Identity.Mark)))
        && (Identity?.ControlGroup is null || Identity.ControlGroup.EndsWith("/" + ProcessMark.GroupName(Identity.Mark), StringComparison.Ordinal));

    /// <summary>
    /// Whether nothing has happened since <paramref name="before"/> but what happens to a program that is wanted and runs, crashes and is started
    /// again. After a power failure it is started like one of which nothing is known.
    /// </summary>
    public bool IsOneMoreRunAfter(PersistedState before) =>
        this is { Goal: Goal.Up, Enabled: true, StoppedByOperator: false, Schedule: null, Phase: not Phase.Stopping }
        && before is { Goal: Goal.Up, Enabled: true, StoppedByOperator: false, Schedule: null } && before.Launch == Launch;

    /// <summary>What of a state has to outlive the server.</summary>
    public static PersistedState Of(ProcessState state, string bootId, string? mark, Configuration.ProcessSpec spec, string launch) => new()
    {
        BootId = bootId,
        Phase = state.Phase,
        // A server that is killed in the middle of its shutdown leaves what a finished one would: what is enabled starts again.
        // A job does not start with the server; its pause ends with it.
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

/// <summary>How state files are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true,
    // An identity without a mark would stand for every process that has none.
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    Converters = [typeof(ValueListConverter<ExitRecord>), typeof(ValueListConverter<Logs.Parts.LogPosition?>)])]
[JsonSerializable(typeof(PersistedState))]
[JsonSerializable(typeof(ExitRecord[]))]
[JsonSerializable(typeof(Logs.Parts.LogPosition?[]))]
internal sealed partial class PersistedJson : JsonSerializerContext;
