using System.Diagnostics.Metrics;
using ProcessProxy.Resources;
using ProcessProxy.Supervision.Feed;

namespace ProcessProxy.Supervision.Metrics;

/// <summary>The metrics of processes. Values are read when they are collected; until then they cost nothing.</summary>
internal sealed class ProcessMetrics : IDisposable
{
    /// <summary>The attribute that names the process.</summary>
    public const string ProcessAttribute = "processproxy.process";

    /// <summary>The attribute that contains the number of the instance, of a process with several.</summary>
    public const string InstanceAttribute = "process.instance";

    private static readonly HealthState[] HealthStates = [HealthState.Healthy, HealthState.Unhealthy, HealthState.Unknown];

    private readonly Meter meter;
    private readonly StateFeed feed;
    private readonly ResourceSampler resources;
    private readonly ProcessCounters counters;

    /// <summary>Creates the instruments.</summary>
    /// <param name="scope">Distinguishes this meter from that of another supervisor in this program.</param>
    /// <param name="feed">The states of the processes.</param>
    /// <param name="resources">Their resource use.</param>
    /// <param name="counters">The counters of the processes.</param>
    public ProcessMetrics(object scope, StateFeed feed, ResourceSampler resources, ProcessCounters counters)
    {
        this.feed = feed;
        this.resources = resources;
        this.counters = counters;
        meter = new Meter(new MeterOptions(ProcessSupervisorMeter.Name) { Scope = scope });
        JobMetrics.Add(meter, feed, counters);
        meter.CreateObservableGauge("processproxy.process.up", () => Each(info => info.State == RunState.Running ? 1 : 0), "1", "1 while the process runs, else 0.");
        meter.CreateObservableGauge("processproxy.process.health", Health, "1", "1 for the state that the health check finds, 0 for the others.");
        meter.CreateObservableGauge("processproxy.process.enabled", () => Each(info => info.Enabled ? 1 : 0), "1", "1 for a process that is started with the server, else 0.");
        meter.CreateObservableGauge("processproxy.process.wanted", () => Each(info => feed.Find(info.Id) is { IsWanted: true } ? 1 : 0), "1", "1 while the process ought to run, else 0.");
        meter.CreateObservableCounter("processproxy.process.restarts", Restarts, "{restart}", "Times the process was started again, by why.");
        meter.CreateObservableCounter("processproxy.process.exits", Exits, "{exit}", "Times the process ended, by exit code or signal.");
        meter.CreateObservableGauge("processproxy.process.restarts_left", () => Each(info => info.RestartsLeft), "{restart}", "Restarts left before it is given up.");
        meter.CreateObservableGauge("processproxy.process.crash_looping", () => Each(info => info.CrashLooping ? 1 : 0), "1", "1 while the process fails again and again, else 0.");
        meter.CreateObservableGauge("process.uptime", () => Each(info => info.Uptime?.TotalSeconds ?? 0), "s", "How long the program has been running.");
        meter.CreateObservableCounter("process.cpu.time", () => Each(info => CpuSeconds(info.Key)), "s", "Processor time of the process and all it started.");
        meter.CreateObservableUpDownCounter("process.memory.usage", () => Used(info => resources.Latest(info.Key)?.Memory), "By", "Memory of the process and all it started.");
        meter.CreateObservableUpDownCounter("process.thread.count", () => Used(info => resources.Latest(info.Key)?.Threads), "{thread}", "Threads of the process and all it started.");
        meter.CreateObservableUpDownCounter(
            OperatingSystem.IsWindows() ? "process.windows.handle.count" : "process.unix.file_descriptor.count",
            () => Used(info => resources.Latest(info.Key)?.Descriptors), OperatingSystem.IsWindows() ? "{handle}" : "{file_descriptor}",
            "Open descriptors of the process and all it started.");
        meter.CreateObservableUpDownCounter("processproxy.process.tree.size", () => Used(info => resources.Latest(info.Key)?.Processes), "{process}", "The process and all it started, counted.");
    }

    public void Dispose() => meter.Dispose();

    private IEnumerable<Measurement<long>> Restarts() =>
        from info in All()
        let seen = counters.Restarts(info.Key)
        from cause in seen.Keys.Union(RestartCause.Faults)
        select new Measurement<long>(seen.GetValueOrDefault(cause), [.. Name(info), new("processproxy.restart.cause", cause)]);

    private IEnumerable<Measurement<T>> Each<T>(Func<ProcessInfo, T?> read)
        where T : struct =>
        from info in All()
        let value = read(info)
        where value is not null
        select new Measurement<T>(value.Value, Name(info));

    private IEnumerable<Measurement<T>> Each<T>(Func<ProcessInfo, T> read)
        where T : struct => Each(info => (T?)read(info));

    private double? CpuSeconds(string key)
    {
        resources.Look();
        return resources.CpuTime(key)?.TotalSeconds;
    }

    /// <summary>Does the same for measured values, which are measured as long as they are collected. A process that is not running uses nothing: without a value, its last one would be reported again.</summary>
    private IEnumerable<Measurement<T>> Used<T>(Func<ProcessInfo, T?> read)
        where T : struct
    {
        resources.Look();
        return Each(info => info.IsRunning ? read(info) : default(T));
    }

    private IEnumerable<Measurement<int>> Health() =>
        from info in All()
        where info.Health != HealthState.None
        from state in HealthStates
        select new Measurement<int>(info.Health == state ? 1 : 0, [.. Name(info), new("processproxy.health.state", state.ToString().ToLowerInvariant())]);

    private IEnumerable<Measurement<long>> Exits() =>
        from info in All()
        from end in counters.Ends(info.Key)
        select new Measurement<long>(end.Value, [.. Name(info), .. HowEnded(end.Key)]);

    private static IEnumerable<KeyValuePair<string, object?>> HowEnded(ProcessEndKind end) =>
        end.Code is { } code ? [new("process.exit.code", code)]
        : end.Signal is { } signal ? [new("processproxy.exit.signal", signal)]
        : [];

    /// <summary>Returns every process, and of one with several instances each of them.</summary>
    private IEnumerable<ProcessInfo> All() => feed.All().SelectMany(info => info.Instances ?? [info]);

    private static KeyValuePair<string, object?>[] Name(ProcessInfo info) => info.IsOneOfSeveral
        ? [new(ProcessAttribute, info.Id), new(InstanceAttribute, info.Instance)]
        : [new(ProcessAttribute, info.Id)];
}
