using Microsoft.Extensions.Logging;
using ProcessProxy.Platform;

namespace ProcessProxy.Logs.Files;

/// <summary>What all logs of a supervisor share.</summary>
/// <param name="Changes">Tells when a log has grown.</param>
/// <param name="Time">The clock.</param>
/// <param name="Logger">Takes warnings.</param>
/// <param name="Rotations">Lets so many logs be copied at the same time that the disk is not kept busy by them alone.</param>
internal sealed record LogServices(IFileChangeSource Changes, TimeProvider Time, ILogger Logger, SemaphoreSlim Rotations);
