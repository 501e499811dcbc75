using Microsoft.Extensions.Logging;
using ProcessProxy.Background;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Resources;

/// <summary>
/// Measures the trees of all processes in one scan, every few seconds, but only while somebody looks or must be notified. Otherwise
/// there is not even a timer.
/// </summary>
/// <param name="host">The system.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log that reports a failed measurement.</param>
internal sealed class ResourceSampler(IProcessHost host, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <summary>The time between two measurements.</summary>
    /// <value>5 seconds.</value>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>The interval after a run's first measurement, which alone does not show CPU use.</summary>
    /// <value>1 second.</value>
    public static readonly TimeSpan FirstInterval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The largest share of a processor for measuring: with a thousand processes, it is done less often. Twice as much
    /// for memory limits, and four times as much for a run that has just begun.
    /// </summary>
    /// <value>0.5 %.</value>
    public const double Share = 0.005;

    private const double ShareForLimits = 2 * Share;
    private const double ShareForFresh = 4 * Share;

    /// <summary>The time after a request during which somebody counts as looking.</summary>
    /// <value>1 minute.</value>
    public static readonly TimeSpan Attention = TimeSpan.FromMinutes(1);

    /// <summary>The longest wait of a caller for a measurement: on a machine that is too busy, the last one must do.</summary>
    /// <value>30 milliseconds: some hundred processes take ten, and completing a name at a prompt waits as well.</value>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(30);

    private readonly Lock gate = new();
    private readonly Dictionary<string, ResourceTrack> tracks = new(StringComparer.Ordinal);
    private ITimer? timer;
    private long? lookedAt;
    private long? sweptAt;
    private TimeSpan cost;
    private Task sweeping = Task.CompletedTask;
    private bool isDisposed;

    /// <summary>Gets whether another measurement is scheduled.</summary>
    public bool IsWatching
    {
        get
        {
            lock (gate)
            {
                return timer is not null || !sweeping.IsCompleted;
            }
        }
    }

    /// <summary>Gets a task that completes when no measurement is in progress.</summary>
    public Task Settled
    {
        get
        {
            lock (gate)
            {
                return sweeping;
            }
        }
    }

    /// <summary>Adds a run that has begun.</summary>
    /// <param name="id">The process.</param>
    /// <param name="run">Its program.</param>
    /// <param name="report">Receives each measurement of its memory, in bytes, or null.</param>
    public void Begin(string id, ProcessIdentity run, Func<long, ValueTask>? report) => Change(id, track =>
    {
        track.Begin(run);
        track.Report = report;
    });

    /// <summary>Changes the receiver of a process's memory measurements.</summary>
    public void Tell(string id, Func<long, ValueTask>? report) => Change(id, track => track.Report = report);

    /// <summary>Removes a run that has ended.</summary>
    public void End(string id) => Change(id, track => track.End());

    /// <summary>Removes a process that is no longer supervised.</summary>
    public void Remove(string id)
    {
        lock (gate)
        {
            tracks.Remove(id);
            Arm();
        }
    }

    /// <summary>Records that somebody looks: measurements continue for a minute.</summary>
    public void Look()
    {
        lock (gate)
        {
            lookedAt = time.GetTimestamp();
            Arm();
        }
    }

    /// <summary>Records that somebody looks and waits, not for long, until there is something to see.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        Task sweep;
        lock (gate)
        {
            lookedAt = time.GetTimestamp();
            sweep = Age < NextInterval || isDisposed ? Task.CompletedTask : Sweep();
            Arm();
        }

        try
        {
            await sweep.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A process that has not been measured yet is shown as before.
        }
    }

    /// <summary>Returns the last measurement of a process, or null if there is none of its current run.</summary>
    public ResourceUse? Latest(string id) => Read(id, track => track.Latest);

    /// <summary>Returns the CPU time of all runs of a process, as far as it was measured.</summary>
    public TimeSpan? CpuTime(string id) => Read(id, track => track.CpuTime);

    /// <summary>Returns the measurements of the last hour.</summary>
    public ResourceHistory History(string id) => new(id, Interval, Read(id, track => track.History(time)) ?? []);

    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (gate)
        {
            isDisposed = true;
            last = sweeping;
            Arm();
        }

        await last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private TimeSpan Age => sweptAt is { } at ? time.GetElapsedTime(at) : TimeSpan.MaxValue;

    private TimeSpan NextInterval =>
        tracks.Values.Any(track => track.IsFresh) ? Longest(FirstInterval, ShareForFresh)
        : tracks.Values.Any(track => track is { Run: not null, Report: not null }) ? Longest(Interval, ShareForLimits)
        : Longest(Interval, Share);

    private bool IsWanted => !isDisposed && tracks.Values.Any(track => track.Run is not null)
        && ((lookedAt is { } at && time.GetElapsedTime(at) < Attention) || tracks.Values.Any(track => track is { Run: not null, Report: not null }));

    private TimeSpan Longest(TimeSpan interval, double share) => cost / share > interval ? cost / share : interval;

    private void Change(string id, Action<ResourceTrack> change)
    {
        lock (gate)
        {
            if (!tracks.TryGetValue(id, out var track))
            {
                tracks[id] = track = new ResourceTrack();
            }

            change(track);
            Arm();
        }
    }

    private T? Read<T>(string id, Func<ResourceTrack, T?> read)
    {
        lock (gate)
        {
            return tracks.TryGetValue(id, out var track) ? read(track) : default;
        }
    }

    /// <summary>Schedules the next measurement, if any.</summary>
    private void Arm()
    {
        if (!IsWanted)
        {
            timer?.Dispose();
            timer = null;
        }
        else if (timer is null && sweeping.IsCompleted)
        {
            timer = time.CreateTimer(_ => OnDue(), null, NextInterval, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnDue()
    {
        lock (gate)
        {
            if (IsWanted)
            {
                Sweep();
            }

            Arm();
        }
    }

    /// <summary>Starts a measurement, or joins the one in progress.</summary>
    private Task Sweep()
    {
        timer?.Dispose();
        timer = null;
        return sweeping.IsCompleted ? sweeping = Task.Run(SweepNow) : sweeping;
    }

    private void Note(ResourceTrack track, TreeUsage use)
    {
        track.Add(use, Longest(Interval, Share), time);
        if (use.Memory is { } memory && track is { Report: { } report, Reported.IsCompleted: true })
        {
            // Its mailbox may be full, and nobody else should wait for it.
            track.Reported = report(memory).AsTask();
        }
    }

    private void SweepNow()
    {
        List<(ResourceTrack Track, ProcessIdentity Run)> runs;
        lock (gate)
        {
            runs = [.. tracks.Values.Where(track => track.Run is not null).Select(track => (track, track.Run!))];
        }

        IReadOnlyList<TreeUsage?> usages = [];
        var began = time.GetTimestamp();
        try
        {
            usages = host.Measure([.. runs.Select(entry => entry.Run)]);
        }
        catch (IOException)
        {
            // For example, no descriptor is left to look with: nothing is known this time, and the next time is soon.
        }
        catch (Exception fault)
        {
            // No exception may end the measurements, which memory limits depend on.
            BackgroundLog.Failed(logger, "The measurement of what the processes use", fault);
        }

        lock (gate)
        {
            sweptAt = time.GetTimestamp();
            cost = time.GetElapsedTime(began, sweptAt.Value);
            foreach (var ((track, run), usage) in runs.Zip(usages))
            {
                if (usage is { } use && track.Run == run)
                {
                    // An error with one process must not end the measurement of the others.
                    Callback.Invoke($"Taking note of what {run.Pid} uses", () => Note(track, use), logger);
                }
            }

            // This scan counts as complete only when it returns, so the next one is scheduled here.
            timer = IsWanted ? time.CreateTimer(_ => OnDue(), null, NextInterval, Timeout.InfiniteTimeSpan) : null;
        }
    }
}
