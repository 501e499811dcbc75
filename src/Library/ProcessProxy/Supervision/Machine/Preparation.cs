namespace ProcessProxy.Supervision.Machine;

/// <summary>That the preStart of a process runs; known in <see cref="Phase.Launching"/> alone.</summary>
/// <param name="Again">Who wants another attempt when it is over, in words; null when the program is to be launched then.</param>
internal sealed record Preparation(string? Again = null);
