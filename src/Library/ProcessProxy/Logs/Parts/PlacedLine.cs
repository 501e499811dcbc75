namespace ProcessProxy.Logs.Parts;

/// <summary>A line with its place.</summary>
/// <param name="Line">The line.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="End">Where the following data begins.</param>
internal readonly record struct PlacedLine(LogLine Line, LogPosition Start, LogPosition End);
