using System.Collections.Concurrent;
using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Tests.Proxy;

/// <summary>Says of each process what the test wants.</summary>
internal sealed class StubReadiness : IProcessReadiness
{
    private readonly ConcurrentDictionary<string, ProcessReadiness> processes = new();

    public event Action<string>? Changed;

    /// <summary>What is being started, running or waiting for its next attempt will run, unless the test says otherwise.</summary>
    public void Set(
        string id, RunState state, HealthState health = HealthState.None, string reason = "", DateTimeOffset? next = null,
        long generation = 1, bool? willRun = null)
    {
        processes[id] = new ProcessReadiness(
            state, health, reason, next, generation, willRun ?? state is RunState.Starting or RunState.Running or RunState.Backoff);
        Changed?.Invoke(id);
    }

    /// <summary>Says that a process runs with these instances, or is about to have some.</summary>
    public void Serve(string id, params InstanceEndpoint[] instances) => Serve(id, null, instances);

    /// <summary>The same, and that its requests are counted.</summary>
    public void Serve(string id, ProcessUse? use, params InstanceEndpoint[] instances)
    {
        processes[id] = new ProcessReadiness(instances.Length > 0 ? RunState.Running : RunState.Starting, HealthState.None, "", null, 1, WillRun: true)
        {
            Endpoints = instances,
            Use = use,
        };
        Changed?.Invoke(id);
    }

    /// <summary>Says that the requests for a process are counted.</summary>
    public void Count(string id, ProcessUse use) => processes[id] = processes[id] with { Use = use };

    public ProcessReadiness? Find(string id) => processes.GetValueOrDefault(id);
}
