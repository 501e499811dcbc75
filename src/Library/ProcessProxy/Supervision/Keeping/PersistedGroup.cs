using System.Text.Json.Serialization;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Groups;

namespace ProcessProxy.Supervision.Keeping;

/// <summary>What the next server must know about the instances of a process if this one dies now. Stored in <c>&lt;id&gt;.group</c>.</summary>
internal sealed record PersistedGroup
{
    public const int CurrentVersion = 1;

    public int Version { get; init; } = CurrentVersion;

    /// <summary>Gets for each instance whether its second seat serves.</summary>
    public required ValueList<bool> Seats { get; init; }

    /// <summary>Gets the instance that is being replaced; null if none is. Its other seat may have a program.</summary>
    public int? Replacing { get; init; }

    /// <summary>Gets the number of instances that a command has set; null for the configured one.</summary>
    public int? Scaled { get; init; }

    /// <summary>Gets the configured number of instances at that time: when it changes, the command no longer counts.</summary>
    public int Configured { get; init; } = 1;

    public bool IsAsleep { get; init; }

    /// <summary>Gets when the last request was over; null if this is not counted.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    public ReplacementFailure? Failure { get; init; }

    /// <summary>Gets a digest of the launch that has failed, so that another one is tried.</summary>
    public string? Failed { get; init; }

    /// <summary>Gets whether the values are valid. A value missing in the file is null or 0.</summary>
    [JsonIgnore]
    public bool IsSound => Version == CurrentVersion && Seats.Count <= ProcessSpec.MostInstances && Replacing is null or (> 0 and <= ProcessSpec.MostInstances)
        && Scaled is null or (> 0 and <= ProcessSpec.MostInstances) && Configured is > 0 and <= ProcessSpec.MostInstances;

    /// <summary>Gets whether the next server needs to know nothing of it.</summary>
    [JsonIgnore]
    public bool IsUsual => Seats.All(isSecond => !isSecond) && this is { Replacing: null, Scaled: null, IsAsleep: false, Failure: null, LastUsedAt: null };

    /// <summary>Returns the part of a state that must survive the server.</summary>
    public static PersistedGroup Of(GroupState state, ProcessSpec spec, string? failed, DateTimeOffset? lastUsedAt) => new()
    {
        Seats = [.. state.Members.Select(member => member.Seat.IsSecond)],
        Replacing = state.Replacement?.New.Instance,
        Scaled = state.Scaled,
        Configured = spec.Instances,
        IsAsleep = state.IsAsleep,
        LastUsedAt = lastUsedAt,
        Failure = state.Failure,
        Failed = failed,
    };
}
