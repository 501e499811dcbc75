namespace ProcessProxy;

/// <summary>The resources that a process and everything it started use. A value is null if the system does not provide it.</summary>
/// <param name="At">The time of the measurement, in UTC.</param>
/// <param name="Cpu">The CPU time since the previous measurement, as a share of one processor: 1.0 keeps one busy. Null until there are two.</param>
/// <param name="Memory">The resident bytes of all its processes together.</param>
/// <param name="Threads">The number of threads.</param>
/// <param name="Descriptors">The number of open descriptors; handles on Windows.</param>
/// <param name="Processes">The number of processes.</param>
public sealed record ResourceUse(DateTimeOffset At, double? Cpu, long? Memory, int? Threads, int? Descriptors, int Processes)
{
    /// <summary>Returns CPU and memory use as text.</summary>
    public override string ToString() => ResourceText.Of(Cpu, Memory);
}

/// <summary>The resources that a process used during the last hour, as far as they were measured: on request, or if it has a limit.</summary>
/// <param name="ProcessId">The ID of the process.</param>
/// <param name="Interval">The time between two measurements.</param>
/// <param name="Samples">The measurements, oldest first.</param>
public sealed record ResourceHistory(string ProcessId, TimeSpan Interval, IReadOnlyList<ResourceSample> Samples)
{
    /// <summary>Returns the number of measurements and the process.</summary>
    public override string ToString() => $"{Samples.Count} measurements of {ProcessId}";
}

/// <summary>One measurement.</summary>
/// <param name="At">The time, in UTC.</param>
/// <param name="Cpu">See <see cref="ResourceUse.Cpu"/>.</param>
/// <param name="Memory">See <see cref="ResourceUse.Memory"/>.</param>
public sealed record ResourceSample(DateTimeOffset At, double? Cpu, long? Memory)
{
    /// <summary>Returns CPU and memory use as text.</summary>
    public override string ToString() => ResourceText.Of(Cpu, Memory);
}
