using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Parts;

/// <summary>A place in the stream of everything written to one log, whichever file contains it.</summary>
/// <param name="Source">The log.</param>
/// <param name="Offset">The number of bytes before it.</param>
internal readonly record struct LogPosition(FileIdentity Source, long Offset);
