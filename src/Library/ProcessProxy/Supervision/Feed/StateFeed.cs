using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ProcessProxy.Background;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Feed;

/// <summary>
/// The current state of every process, and its changes. A watcher gets one snapshot and then every change, or continues from its
/// place. No watcher has its own storage; it is told when changes that it has not read are gone.
/// </summary>
/// <param name="now">Returns the current time, for the ages that are shown.</param>
/// <param name="logger">The log that reports failing subscribers.</param>
internal sealed class StateFeed(Func<Now> now, ILogger logger) : IProcessReadiness
{
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, Entry> entries = new(StringComparer.Ordinal);
    private readonly EventHistory history = new();
    private IReadOnlyList<string> order = [];
    private TaskCompletionSource? news;
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

    /// <summary>Returns a process, or null if none has this ID.</summary>
    public ProcessInfo? Get(string id) => entries.GetValueOrDefault(id)?.At(now());

    /// <inheritdoc/>
    public ProcessReadiness? Find(string id) => entries.TryGetValue(id, out var entry) ? entry.Readiness : null;

    /// <summary>Sets the order in which the processes are shown.</summary>
    public void SetOrder(IReadOnlyList<string> ids)
    {
        lock (gate)
        {
            order = ids;
        }
    }

    /// <summary>Publishes the state of a process.</summary>
    /// <param name="info">The public form of the process.</param>
    /// <param name="state">Its state.</param>
    /// <param name="isKnown">False until it is known what an earlier server left behind: until then callers wait, because the process may be running.</param>
    /// <param name="isOneShot">Whether the process does its work once and exits.</param>
    public void Publish(ProcessInfo info, ProcessState state, bool isKnown = true, bool isOneShot = false) =>
        Publish(info, ReadinessOf(info, state, isKnown, isOneShot), [state.Run?.Since ?? TimeSpan.Zero], isKnown);

    /// <summary>Publishes the state of a process with several programs.</summary>
    /// <param name="info">The public form of the process.</param>
    /// <param name="readiness">Its readiness.</param>
    /// <param name="runningSince">When each program was started, on the monotonic clock.</param>
    /// <param name="isKnown">False until it is known what an earlier server left behind.</param>
    public void Publish(ProcessInfo info, ProcessReadiness readiness, IReadOnlyList<TimeSpan> runningSince, bool isKnown)
    {
        lock (gate)
        {
            var before = entries.GetValueOrDefault(info.Id);
            entries[info.Id] = new Entry(info, readiness, runningSince, isKnown);
            if (before is not null && !IsNews(before.Info, info) && Verdict(before.Readiness) == Verdict(readiness))
            {
                // Only one more probe, with the same result.
                return;
            }

            if (before is not { IsKnown: false } || IsNews(before.Info, info) || Verdict(before.Readiness) with { WillRun = readiness.WillRun } != Verdict(readiness))
            {
                // A state that equals the one shown before recovery matters only to those who wait for it.
                Tell(ProcessEventKind.Change, info);
            }
        }

        TellOf(info.Id);
    }

    /// <summary>Returns the readiness of one program.</summary>
    /// <param name="info">The public form of the process.</param>
    /// <param name="state">Its state.</param>
    /// <param name="isKnown">False until it is known what an earlier server left behind.</param>
    /// <param name="isOneShot">Whether the process does its work once and exits.</param>
    public static ProcessReadiness ReadinessOf(ProcessInfo info, ProcessState state, bool isKnown, bool isOneShot) =>
        new(info.State, info.Health, info.Reason, info.NextRestartAt, state.Generation, !isKnown || state.WillRun)
        {
            IsWanted = isKnown ? state.IsWanted : info is { Enabled: true, Schedule: null },
            IsOneShot = isOneShot,
            HasCompleted = state.HasCompleted,
            IsReady = ReadinessRule.IsReady(info.State, info.Health),
            FailedProbe = info.LastHealthCheck is { Ok: false, Detail: var detail } ? detail : null,
        };

    /// <summary>Notifies all subscribers on the thread of the changed process: an error of a subscriber must not end its supervision.</summary>
    private void TellOf(string id)
    {
        foreach (var told in Delegate.EnumerateInvocationList(Changed))
        {
            Callback.Invoke($"Telling of a change of {id}", () => told(id), logger);
        }
    }

    private static ProcessReadiness Verdict(ProcessReadiness readiness) => readiness with { FailedProbe = null };

    /// <summary>Publishes that a process is no longer configured.</summary>
    public void Remove(string id)
    {
        lock (gate)
        {
            if (entries.TryRemove(id, out var entry))
            {
                Tell(ProcessEventKind.Removed, entry.Info);
            }
        }

        TellOf(id);
    }

    /// <summary>Returns every change after a place, or one snapshot and then every change, until canceled.</summary>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.FellBehind"/>.</exception>
    public async IAsyncEnumerable<ProcessEvent> WatchAsync(string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ProcessEvent? snapshot = null;
        long next;
        lock (gate)
        {
            if (history.After(after) is { } follower)
            {
                next = follower;
            }
            else
            {
                snapshot = history.Snapshot(All());
                next = history.LastId + 1;
            }
        }

        if (snapshot is not null)
        {
            yield return snapshot;
        }

        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (item, news) = Next(next);
            if (item is not null)
            {
                next++;
                yield return item;
            }
            else if (news is not null)
            {
                await news.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            else
            {
                yield break;
            }
        }
    }

    /// <summary>Ends the streams of all watchers after what they have not read yet.</summary>
    public void Close()
    {
        lock (gate)
        {
            isClosed = true;
            Wake();
        }
    }

    /// <summary>Returns the change with a number, or a task to wait for until there is one, or neither if there will be none.</summary>
    private (ProcessEvent? Item, Task? News) Next(long id)
    {
        lock (gate)
        {
            if (!history.Keeps(id))
            {
                throw new ProcessProxyException(
                    ErrorCodes.FellBehind, $"This watcher is more than {EventHistory.Capacity} changes behind and has missed some; watch again.");
            }

            return id <= history.LastId ? (history[id], null)
                : isClosed ? (null, null)
                : (null, (news ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task);
        }
    }

    /// <summary>The properties whose change is published; the others are details, read on request.</summary>
    private static (RunState, HealthState, string, DateTimeOffset, int?, int, int, ProcessExit?, bool, bool, string, ProcessSchedule?) News(ProcessInfo info) => (
        info.State, info.Health, info.Reason, info.Since, info.Pid, info.RestartCount, info.RestartsLeft, info.LastExit, info.IsRunning,
        info.Enabled, info.Name, info.Schedule);

    private static bool IsNews(ProcessInfo before, ProcessInfo info) =>
        News(before) != News(info) || before.Outdated != info.Outdated || before.ReplacementFailure != info.ReplacementFailure
        || before.Instances?.Count != info.Instances?.Count
        || (before.Instances is { } instances && instances.Zip(info.Instances!).Any(pair => News(pair.First) != News(pair.Second)));

    private void Tell(ProcessEventKind kind, ProcessInfo info)
    {
        history.Add(kind, info);
        Wake();
    }

    private void Wake()
    {
        news?.TrySetResult();
        news = null;
    }

    private sealed record Entry(ProcessInfo Info, ProcessReadiness Readiness, IReadOnlyList<TimeSpan> RunningSince, bool IsKnown)
    {
        /// <summary>Returns the process with its current age.</summary>
        public ProcessInfo At(Now moment) => Info.Instances is { } instances
            ? Info with { Instances = [.. instances.Select((instance, index) => At(instance, RunningSince[index], moment))] }
            : At(Info, RunningSince[0], moment);

        private static ProcessInfo At(ProcessInfo info, TimeSpan since, Now moment) => info.IsRunning ? info with { Uptime = moment.Elapsed - since } : info;
    }
}
