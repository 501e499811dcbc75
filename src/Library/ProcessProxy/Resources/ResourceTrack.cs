using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Resources;

/// <summary>The measurements of one process, across its runs. Not thread-safe.</summary>
internal sealed class ResourceTrack
{
    /// <summary>The period that is remembered.</summary>
    /// <value>One hour.</value>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>The longest time between two measurements, in intervals, for which the CPU use between them is computed: after a longer pause it would describe the past.</summary>
    /// <value>4.</value>
    public const int LongestGap = 4;

    private readonly Queue<Point> points = new();
    private TimeSpan earlierRuns;
    private TimeSpan? cpuTime;
    private long measuredAt;

    /// <summary>Gets or sets the program whose tree is measured; null if none is running.</summary>
    public ProcessIdentity? Run { get; private set; }

    /// <summary>Gets or sets the receiver of its memory measurements, or null.</summary>
    public Func<long, ValueTask>? Report { get; set; }

    /// <summary>Gets or sets the last call of <see cref="Report"/>; the next one waits for its end.</summary>
    public Task Reported { get; set; } = Task.CompletedTask;

    /// <summary>Gets the last measurement of the current run, or null.</summary>
    public ResourceUse? Latest { get; private set; }

    /// <summary>Gets the CPU time of all runs, as far as it was measured; it never decreases. Null if the system does not report it.</summary>
    public TimeSpan? CpuTime => cpuTime is null && earlierRuns == TimeSpan.Zero ? null : earlierRuns + (cpuTime ?? TimeSpan.Zero);

    /// <summary>Gets whether another measurement soon would be useful: there is none of this run yet, or only one.</summary>
    public bool IsFresh => Run is not null && (Latest is null || (Latest.Cpu is null && cpuTime is not null));

    /// <summary>Begins a run.</summary>
    public void Begin(ProcessIdentity run)
    {
        End();
        Run = run;
    }

    /// <summary>Ends the run.</summary>
    public void End()
    {
        earlierRuns += cpuTime ?? TimeSpan.Zero;
        cpuTime = null;
        Latest = null;
        Run = null;
    }

    /// <summary>Adds a measurement of the current run.</summary>
    /// <param name="usage">The measurement.</param>
    /// <param name="interval">The current interval of measurements.</param>
    /// <param name="time">The clock.</param>
    public void Add(TreeUsage usage, TimeSpan interval, TimeProvider time)
    {
        var now = time.GetTimestamp();
        var elapsed = time.GetElapsedTime(measuredAt, now);
        var total = usage.CpuTime > cpuTime || cpuTime is null ? usage.CpuTime : cpuTime;
        double? share = Latest is not null && total is { } after && cpuTime is { } before && elapsed > TimeSpan.Zero && elapsed <= LongestGap * interval
            ? (after - before) / elapsed
            : null;

        (cpuTime, measuredAt) = (total, now);
        Latest = new ResourceUse(time.GetUtcNow(), share, usage.Memory, usage.Threads, usage.Descriptors, usage.Processes);
        while (points.TryPeek(out var oldest) && time.GetElapsedTime(oldest.Stamp, now) > Memory)
        {
            points.Dequeue();
        }

        points.Enqueue(new Point(now, Latest.At, (float)(share ?? double.NaN), usage.Memory ?? -1));
    }

    /// <summary>Returns the measurements of the last hour, oldest first.</summary>
    public IReadOnlyList<ResourceSample> History(TimeProvider time)
    {
        var now = time.GetTimestamp();
        return
        [
            .. points.Where(point => time.GetElapsedTime(point.Stamp, now) <= Memory).Select(point => new ResourceSample(
                point.At, float.IsNaN(point.Cpu) ? null : Math.Round(point.Cpu, 4), point.Memory < 0 ? null : point.Memory)),
        ];
    }

    private readonly record struct Point(long Stamp, DateTimeOffset At, float Cpu, long Memory);
}
