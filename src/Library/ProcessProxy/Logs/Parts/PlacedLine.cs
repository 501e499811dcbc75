namespace ProcessProxy.Logs.Parts;

/// <summary>A line and where it stands.</summary>
/// <param name="Line">The line.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where what comes after it begins.</param>
internal readonly record struct PlacedLine(LogLine Line, LogPosition Start, LogPosition End);
