using ProcessProxy.Logs;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision.Machine;

/// <summary>A failed launch.</summary>
/// <param name="Generation">The attempt.</param>
/// <param name="Why">The error in one sentence.</param>
/// <param name="Fault">The kind of error.</param>
/// <param name="Output">The part of the log that describes the failure.</param>
internal sealed record LaunchError(long Generation, string Why, LaunchFault Fault = LaunchFault.Other, RunOutput? Output = null);
