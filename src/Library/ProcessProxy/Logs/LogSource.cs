using ProcessProxy.Configuration;

namespace ProcessProxy.Logs;

/// <summary>The log of one instance of a process.</summary>
/// <param name="Instance">The number of the instance; from 1.</param>
/// <param name="Id">The program that serves.</param>
/// <param name="Spec">The log, with the names of the instance.</param>
internal sealed record LogSource(int Instance, string Id, LogSpec Spec);
