using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision.Helpers;

/// <summary>What came of a helper.</summary>
/// <param name="Failure">How it failed, as the rest of a sentence about it; null when it ended with code 0.</param>
/// <param name="Fault">What kept it from being started.</param>
/// <param name="Survivors">What of its tree could not be ended.</param>
internal sealed record HelperResult(string? Failure, LaunchFault Fault, IReadOnlyList<string> Survivors);
