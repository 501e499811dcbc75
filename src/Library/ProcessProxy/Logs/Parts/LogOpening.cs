namespace ProcessProxy.Logs.Parts;

/// <summary>The file in which a log goes on after a position.</summary>
/// <param name="Part">The file; null when there is none yet.</param>
/// <param name="IsAfterGap">Whether something between the position and what there is has been lost, as far as can be told.</param>
internal readonly record struct LogOpening(LogPart? Part, bool IsAfterGap);
