using ProcessProxy.Configuration;
using ProcessProxy.Health;
using ProcessProxy.Logs.Parts;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision.Machine;

/// <summary>A program, from its launch until its tree has ended.</summary>
internal sealed record Run
{
    /// <summary>Gets its identity.</summary>
    public required ProcessIdentity Identity { get; init; }

    /// <summary>Gets whether the program itself has exited, although its tree may not have ended.</summary>
    public bool HasExited { get; init; }

    /// <summary>Gets the time it was started, for display; null if unknown.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Gets the time it was started, on the monotonic clock; possibly before the supervisor began.</summary>
    public TimeSpan Since { get; init; }

    /// <summary>Gets where its output begins in each file of its log; empty if unknown.</summary>
    public ValueList<LogPosition?> OutputBegin { get; init; } = [];

    /// <summary>Gets the results of its probes.</summary>
    public HealthRecord Health { get; init; } = HealthRecord.None;

    /// <summary>Gets the number of consecutive measurements above its memory limit.</summary>
    public int AboveMemory { get; init; }

    /// <summary>Gets the message about its memory while it is above its limit and keeps running; null otherwise.</summary>
    public string? Excess { get; init; }
}
