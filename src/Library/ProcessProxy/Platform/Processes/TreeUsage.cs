namespace ProcessProxy.Platform.Processes;

/// <summary>What a program and everything it started use at one moment; null for what this system does not tell cheaply.</summary>
/// <param name="CpuTime">The processor time used so far. It may fall when a member ends that nobody waits for.</param>
/// <param name="Memory">Bytes resident, summed over the members: what several of them share counts for each.</param>
/// <param name="Threads">Their threads.</param>
/// <param name="Descriptors">Their open descriptors, or handles on Windows.</param>
/// <param name="Processes">How many members are alive.</param>
internal readonly record struct TreeUsage(TimeSpan? CpuTime, long? Memory, int? Threads, int? Descriptors, int Processes);
