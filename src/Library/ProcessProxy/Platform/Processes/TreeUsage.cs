namespace ProcessProxy.Platform.Processes;

/// <summary>The resource use of a program and everything it started at one moment; null for values that this system does not report cheaply.</summary>
/// <param name="CpuTime">The CPU time used so far. It may decrease when a member ends that nobody waits for.</param>
/// <param name="Memory">Resident bytes, summed over the members: shared memory counts for each.</param>
/// <param name="Threads">The number of threads.</param>
/// <param name="Descriptors">The number of open descriptors, or handles on Windows.</param>
/// <param name="Processes">The number of living members.</param>
internal readonly record struct TreeUsage(TimeSpan? CpuTime, long? Memory, int? Threads, int? Descriptors, int Processes);
