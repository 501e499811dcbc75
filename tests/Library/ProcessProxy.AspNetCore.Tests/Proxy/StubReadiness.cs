using System.Collections.Concurrent;
using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

/// <summary>Says of each process what the test wants.</summary>
internal sealed class StubReadiness : IProcessReadiness
{
    private readonly ConcurrentDictionary<string, ProcessReadiness> processes = new();

    public void Set(string id, RunState state, HealthState health = HealthState.None, string reason = "", DateTimeOffset? next = null) =>
        processes[id] = new ProcessReadiness(state, health, reason, next, 1);

    public ProcessReadiness? Find(string id) => processes.GetValueOrDefault(id);
}
