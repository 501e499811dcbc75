namespace ProcessProxy.Supervision.Machine;

/// <summary>A running preStart command; only in <see cref="Phase.Launching"/>.</summary>
/// <param name="Again">The origin of another attempt when it has ended, in words; null if the program is launched then.</param>
internal sealed record Preparation(string? Again = null);
