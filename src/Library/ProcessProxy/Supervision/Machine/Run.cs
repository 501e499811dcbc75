using ProcessProxy.Configuration;
using ProcessProxy.Health;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision.Machine;

/// <summary>A program, from its launch until its tree has ended.</summary>
internal sealed record Run
{
    /// <summary>Who it is.</summary>
    public required ProcessIdentity Identity { get; init; }

    /// <summary>Whether the program itself has ended though its tree may not have.</summary>
    public bool HasExited { get; init; }

    /// <summary>When it was started, for people; null when that is not known.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it was started, on the monotonic clock; may lie before the supervisor's own beginning.</summary>
    public TimeSpan Since { get; init; }

    /// <summary>Where in each file of its log it began to write; empty when that is not known.</summary>
    public ValueList<LogPosition?> OutputBegin { get; init; } = [];

    /// <summary>What its probes have found.</summary>
    public HealthRecord Health { get; init; } = HealthRecord.None;

    /// <summary>How many measurements in a row have found its memory above its limit.</summary>
    public int AboveMemory { get; init; }

    /// <summary>What is said of its memory while it is above its limit and left running; null when it is not.</summary>
    public string? Excess { get; init; }
}
