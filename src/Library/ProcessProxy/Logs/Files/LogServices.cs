using Microsoft.Extensions.Logging;
using ProcessProxy.Platform;

namespace ProcessProxy.Logs.Files;

/// <summary>The services that all logs of a supervisor share.</summary>
/// <param name="Changes">Reports when a log has grown.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">Receives warnings.</param>
/// <param name="Rotations">Limits how many logs are copied at the same time, so that they do not occupy the disk alone.</param>
internal sealed record LogServices(IFileChangeSource Changes, TimeProvider Time, ILogger Logger, SemaphoreSlim Rotations);
