using System.Collections.Concurrent;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Machine;

namespace ProcessProxy.Supervision.Dependencies;

/// <summary>Tells waiting processes when their dependencies are ready, or cannot become ready.</summary>
internal sealed class DependencyGate : IDisposable
{
    private readonly ConcurrentDictionary<string, Waiting> waiting = new(StringComparer.Ordinal);
    private readonly StateFeed feed;

    public DependencyGate(StateFeed feed)
    {
        this.feed = feed;
        feed.Changed += OnChanged;
    }

    /// <summary>Reports to <paramref name="post"/> when all dependencies in <paramref name="on"/> are ready.</summary>
    public void Await(string id, IReadOnlyList<Dependency> on, long generation, Func<MachineEvent, ValueTask> post)
    {
        var waiter = new Waiting(on, generation, post);
        waiting[id] = waiter;
        Look(id, waiter);
    }

    /// <summary>Returns why a process with these dependencies could not start again if it were ended now, as the rest of a sentence, or null if it could.</summary>
    public string? WhyNotAgain(IReadOnlyList<Dependency> on) => First(on, DependencyRule.WhyNotAgain);

    /// <summary>Returns why a process with these dependencies would not start immediately if it were ended now, as the rest of a sentence, or null if it would.</summary>
    public string? WhyNotNow(IReadOnlyList<Dependency> on) => First(on, DependencyRule.WhyNotNow);

    /// <summary>Stops reporting to this process.</summary>
    public void Forget(string id) => waiting.TryRemove(id, out _);

    public void Dispose() => feed.Changed -= OnChanged;

    private string? First(IReadOnlyList<Dependency> on, Func<Dependency, ProcessReadiness?, string?> whyNot) =>
        on.Select(dependency => whyNot(dependency, feed.Find(dependency.Id))).FirstOrDefault(why => why is not null);

    private void OnChanged(string changed)
    {
        foreach (var (id, waiter) in waiting)
        {
            if (waiter.On.Any(dependency => dependency.Id == changed))
            {
                Look(id, waiter);
            }
        }
    }

    private void Look(string id, Waiting waiter)
    {
        lock (waiter)
        {
            if (waiter.IsDone)
            {
                return;
            }

            var notReady = waiter.On.Select(dependency => (On: dependency, Is: feed.Find(dependency.Id)))
                .Where(found => DependencyRule.Of(found.Is, found.On.Condition) != DependencyStanding.Ready).ToList();
            if (notReady.Count == 0)
            {
                waiter.IsDone = true;
                waiting.TryRemove(new(id, waiter));
                _ = waiter.Post(new MachineEvent.DependenciesReady(waiter.Generation)).AsTask();
                return;
            }

            var blocked = notReady.Select(found => DependencyRule.WhyDown(found.On, found.Is)).FirstOrDefault(why => why is not null);
            if (blocked != waiter.Blocked)
            {
                waiter.Blocked = blocked;
                _ = waiter.Post(new MachineEvent.DependencyBlocked(waiter.Generation, blocked)).AsTask();
            }
        }
    }

    private sealed class Waiting(IReadOnlyList<Dependency> on, long generation, Func<MachineEvent, ValueTask> post)
    {
        public IReadOnlyList<Dependency> On => on;

        public long Generation => generation;

        public Func<MachineEvent, ValueTask> Post => post;

        public string? Blocked { get; set; }

        public bool IsDone { get; set; }
    }
}
