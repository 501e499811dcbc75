using ProcessProxy.Configuration;
using ProcessProxy.Logs.Parts;

namespace ProcessProxy.Logs;

/// <summary>The part of a log that a run wrote: a position for each of the log's files, null for an unknown one.</summary>
/// <param name="Begin">Where it began.</param>
/// <param name="End">Where it ended.</param>
internal sealed record RunOutput(ValueList<LogPosition?> Begin, ValueList<LogPosition?> End);
