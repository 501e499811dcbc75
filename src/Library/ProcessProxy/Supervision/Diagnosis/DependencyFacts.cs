using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Dependencies;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Running;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Finds what a process waits for, and what its dependencies wait for.</summary>
internal sealed class DependencyFacts(Fleet fleet, StateFeed feed)
{
    /// <summary>Returns the path down to the blocking process, and the other dependencies that the process waits for.</summary>
    public (IReadOnlyList<BlockingDependency> Chain, IReadOnlyList<BlockingDependency> Others) Find(ProcessSpec spec, ProcessState state)
    {
        var chain = new List<BlockingDependency>();
        var others = new List<BlockingDependency>();
        while (state.Phase == Phase.Waiting)
        {
            // Dependencies that do not become ready by themselves come before those that only need time.
            var blockers = (
                from dependency in spec.DependsOn
                let standing = DependencyRule.Of(feed.Find(dependency.Id), dependency.Condition)
                where standing != DependencyStanding.Ready
                orderby standing == DependencyStanding.Down ? 0 : 1
                select Look(dependency.Id)).OfType<BlockingDependency>().ToList();
            if (blockers.Count == 0)
            {
                break;
            }

            others.AddRange(chain.Count == 0 ? blockers.Skip(1) : []);
            chain.Add(blockers[0]);
            if (fleet.Find(blockers[0].Id)?.Runners is not [var next, ..])
            {
                break;
            }

            (spec, state) = (next.Spec, next.State);
        }

        return (chain, others);
    }

    private BlockingDependency? Look(string id) => feed.Get(id) is not { } found ? null : new(
        id, found.State, found.Health, found is { State: RunState.Running, LastHealthCheck: { Ok: false } probe } ? $"its health check: {probe.Detail.TrimEnd('.')}" : found.Reason);
}
