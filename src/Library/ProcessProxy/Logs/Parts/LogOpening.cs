namespace ProcessProxy.Logs.Parts;

/// <summary>The file in which a log continues after a position.</summary>
/// <param name="Part">The file; null if there is none yet.</param>
/// <param name="IsAfterGap">Whether something between the position and the existing bytes has been lost, as far as can be determined.</param>
internal readonly record struct LogOpening(LogPart? Part, bool IsAfterGap);
