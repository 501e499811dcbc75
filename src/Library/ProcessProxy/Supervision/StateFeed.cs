using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace ProcessProxy.Supervision;

/// <summary>
/// What every process is doing now, and the news of it. A watcher gets one snapshot and then every change; a watcher
/// that falls too far behind is cut off rather than buffered without end, and may watch again from a new snapshot.
/// </summary>
/// <param name="now">The moment, for the ages that are shown.</param>
internal sealed class StateFeed(Func<Now> now) : IProcessReadiness
{
    private const int WatcherBuffer = 4096;
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly List<Channel<ProcessEvent>> watchers = [];
    private IReadOnlyList<string> order = [];
    private long lastId;
    private bool isClosed;

    /// <inheritdoc/>
    public event Action<string>? Changed;

    /// <summary>The processes in the order of the configuration.</summary>
    public IReadOnlyList<ProcessInfo> All()
    {
        lock (gate)
        {
            var moment = now();
            return [.. order.Select(id => entries.GetValueOrDefault(id)?.At(moment)).OfType<ProcessInfo>()];
        }
    }

    /// <summary>One process, or null when there is none with this id.</summary>
    public ProcessInfo? Get(string id) => entries.GetValueOrDefault(id)?.At(now());

    /// <inheritdoc/>
    public ProcessReadiness? Find(string id) => entries.TryGetValue(id, out var entry) ? entry.Readiness : null;

    /// <summary>Says in which order the processes are shown.</summary>
    public void SetOrder(IReadOnlyList<string> ids)
    {
        lock (gate)
        {
            order = ids;
        }
    }

    /// <summary>Tells how a process is now.</summary>
    public void Publish(ProcessInfo info, ProcessState state)
    {
        lock (gate)
        {
            var readiness = new ProcessReadiness(info.State, info.Health, info.Reason, info.NextRestartAt, state.Generation, state.WillRun);
            var before = entries.GetValueOrDefault(info.Id);
            entries[info.Id] = new Entry(info, readiness, state.RunningSince);
            if (before is not null && News(before.Info) == News(info) && before.Readiness == readiness)
            {
                // Only a probe more, with the verdict as it was.
                return;
            }

            Tell(ProcessEventKind.Change, info);
        }

        Changed?.Invoke(info.Id);
    }

    /// <summary>Tells that a process is no longer configured.</summary>
    public void Remove(string id)
    {
        lock (gate)
        {
            if (entries.TryRemove(id, out var entry))
            {
                Tell(ProcessEventKind.Removed, entry.Info);
            }
        }

        Changed?.Invoke(id);
    }

    /// <summary>One snapshot and then every change, until cancelled.</summary>
    public async IAsyncEnumerable<ProcessEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var news = Channel.CreateBounded<ProcessEvent>(new BoundedChannelOptions(WatcherBuffer) { SingleReader = true });
        ProcessEvent snapshot;
        lock (gate)
        {
            watchers.Add(news);
            if (isClosed)
            {
                news.Writer.TryComplete();
            }

            snapshot = new ProcessEvent(lastId, ProcessEventKind.Snapshot, All());
        }

        try
        {
            yield return snapshot;
            await foreach (var item in news.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return item;
            }
        }
        finally
        {
            lock (gate)
            {
                watchers.Remove(news);
            }
        }
    }

    /// <summary>Ends every watcher's stream after what it has not read yet.</summary>
    public void Close()
    {
        lock (gate)
        {
            isClosed = true;
            foreach (var watcher in watchers)
            {
                watcher.Writer.TryComplete();
            }
        }
    }

    /// <summary>What of a process is news when it changes; the rest is detail, read when asked for.</summary>
    private static (RunState, HealthState, string, DateTimeOffset, int?, int, int, ProcessExit?, bool, bool, string) News(ProcessInfo info) => (
        info.State, info.Health, info.Reason, info.Since, info.Pid, info.RestartCount, info.RestartsLeft, info.LastExit, info.IsRunning,
        info.Enabled, info.Name);

    private void Tell(ProcessEventKind kind, ProcessInfo info)
    {
        var item = new ProcessEvent(++lastId, kind, [info]);
        foreach (var watcher in watchers)
        {
            if (!watcher.Writer.TryWrite(item))
            {
                watcher.Writer.TryComplete();
            }
        }
    }

    private sealed record Entry(ProcessInfo Info, ProcessReadiness Readiness, TimeSpan RunningSince)
    {
        /// <summary>The process with its age at this moment.</summary>
        public ProcessInfo At(Now moment) => Info.IsRunning ? Info with { Uptime = moment.Elapsed - RunningSince } : Info;
    }
}
