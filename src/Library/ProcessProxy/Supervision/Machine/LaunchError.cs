using ProcessProxy.Logs;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision.Machine;

/// <summary>A launch that did not succeed.</summary>
/// <param name="Generation">Which attempt it was.</param>
/// <param name="Why">A sentence.</param>
/// <param name="Fault">What stood in the way.</param>
/// <param name="Output">What of the log tells of it.</param>
internal sealed record LaunchError(long Generation, string Why, LaunchFault Fault = LaunchFault.Other, RunOutput? Output = null);
