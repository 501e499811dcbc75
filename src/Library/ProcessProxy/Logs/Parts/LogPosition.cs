using ProcessProxy.Platform.Files;

namespace ProcessProxy.Logs.Parts;

/// <summary>A place in the stream of all that was written into one log, whichever file holds it by now.</summary>
/// <param name="Source">The log.</param>
/// <param name="Offset">How many bytes were written before.</param>
internal readonly record struct LogPosition(FileIdentity Source, long Offset);
