using ProcessProxy.Configuration;

namespace ProcessProxy.Platform.Processes;

/// <summary>What is to be launched.</summary>
/// <param name="Id">The id of the process.</param>
/// <param name="Mark">The mark of this run.</param>
/// <param name="Spec">The program, its folder, environment and log.</param>
internal sealed record LaunchRequest(string Id, string Mark, LaunchSpec Spec);
