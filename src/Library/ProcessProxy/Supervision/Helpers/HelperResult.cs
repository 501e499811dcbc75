using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision.Helpers;

/// <summary>The result of a helper.</summary>
/// <param name="Failure">How it failed, as the rest of a sentence about it; null if it exited with code 0.</param>
/// <param name="Fault">The error that prevented its start.</param>
/// <param name="Survivors">The processes of its tree that could not be ended.</param>
internal sealed record HelperResult(string? Failure, LaunchFault Fault, IReadOnlyList<string> Survivors);
