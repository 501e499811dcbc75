using System.Collections.Concurrent;
using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Proxy.Holding;

/// <summary>The gates of all processes that a route names or has named.</summary>
internal sealed class ProcessGates : IDisposable
{
    private readonly ConcurrentDictionary<string, ProcessGate> gates = new(StringComparer.Ordinal);
    private readonly IProcessReadiness readiness;
    private readonly TimeProvider clock;

    /// <summary>Subscribes to changes until disposed.</summary>
    public ProcessGates(IProcessReadiness readiness, TimeProvider clock)
    {
        this.readiness = readiness;
        this.clock = clock;
        readiness.Changed += OnChanged;
    }

    /// <summary>Returns the gate of a process; there is one for each ID, even if it is not configured.</summary>
    public ProcessGate Of(string id) => gates.GetOrAdd(id, static (key, all) => new ProcessGate(key, all.readiness, all.clock), this);

    /// <summary>Waits until a process has no requests in progress. Streams that only the end of the process ends are not counted.</summary>
    public Task DrainAsync(string id, CancellationToken cancellationToken) =>
        gates.TryGetValue(id, out var gate) ? gate.DrainAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Notifies the waiting requests of a change that does not concern a process.</summary>
    public void TellAll()
    {
        foreach (var gate in gates.Values)
        {
            gate.Tell();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => readiness.Changed -= OnChanged;

    private void OnChanged(string id)
    {
        if (gates.TryGetValue(id, out var gate))
        {
            gate.Tell();
        }
    }
}
