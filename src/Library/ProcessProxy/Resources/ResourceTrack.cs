using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Resources;

/// <summary>What was measured of one process, across its runs. Not safe to use from several threads at once.</summary>
internal sealed class ResourceTrack
{
    /// <summary>How far back it remembers.</summary>
    /// <value>One hour.</value>
    public static readonly TimeSpan Memory = TimeSpan.FromHours(1);

    /// <summary>How long two measurements may be apart, in intervals, for a share of a processor between them: after a longer pause it would tell of the past.</summary>
    /// <value>4.</value>
    public const int LongestGap = 4;

    private readonly Queue<Point> points = new();
    private TimeSpan earlierRuns;
    private TimeSpan? cpuTime;
    private long measuredAt;

    /// <summary>The program whose tree is measured; null while none runs.</summary>
    public ProcessIdentity? Run { get; private set; }

    /// <summary>Takes each measurement of its memory; null when nobody has to be told.</summary>
    public Func<long, ValueTask>? Report { get; set; }

    /// <summary>The last <see cref="Report"/>; it is not called again before this has ended.</summary>
    public Task Reported { get; set; } = Task.CompletedTask;

    /// <summary>The last measurement of the present run; null when there is none.</summary>
    public ResourceUse? Latest { get; private set; }

    /// <summary>The processor time of all runs, as far as it was measured; never falls. Null when the system does not tell.</summary>
    public TimeSpan? CpuTime => cpuTime is null && earlierRuns == TimeSpan.Zero ? null : earlierRuns + (cpuTime ?? TimeSpan.Zero);

    /// <summary>Whether another measurement soon would tell more than the last: there is none yet of this run, or one alone.</summary>
    public bool IsFresh => Run is not null && (Latest is null || (Latest.Cpu is null && cpuTime is not null));

    /// <summary>Begins with a run.</summary>
    public void Begin(ProcessIdentity run)
    {
        End();
        Run = run;
    }

    /// <summary>The run has ended.</summary>
    public void End()
    {
        earlierRuns += cpuTime ?? TimeSpan.Zero;
        cpuTime = null;
        Latest = null;
        Run = null;
    }

    /// <summary>Notes a measurement of the present run.</summary>
    /// <param name="usage">What was measured.</param>
    /// <param name="interval">How far apart measurements are now.</param>
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

    /// <summary>The measurements of the last hour, oldest first.</summary>
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
