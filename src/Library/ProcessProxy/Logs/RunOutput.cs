using ProcessProxy.Configuration;
using ProcessProxy.Logs.Parts;

namespace ProcessProxy.Logs;

/// <summary>Which part of a log a run wrote: a position for each of the log's files, null where that is not known.</summary>
/// <param name="Begin">Where it began.</param>
/// <param name="End">Where it ended.</param>
internal sealed record RunOutput(ValueList<LogPosition?> Begin, ValueList<LogPosition?> End);
