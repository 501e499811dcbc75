using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Health;
using ProcessProxy.Logs;
using ProcessProxy.Platform;
using ProcessProxy.Supervision.Diagnosis;

namespace ProcessProxy.Supervision;

/// <summary>What exists while a supervisor runs, and the order in which it goes.</summary>
internal sealed record SupervisorParts(
    ServerLock Lock, IProcessHost Host, LogStore Logs, HttpProbe Probe, DependencyGate Gate, Fleet Fleet, IProcessClient Client) : IAsyncDisposable
{
    /// <summary>Takes the lock and makes the rest.</summary>
    public static SupervisorParts Create(
        ProcessesSpec processes, ProcessSupervisor owner, StateFeed feed, Func<string, CancellationToken, Task>? beforeStop,
        ILogger logger, TimeProvider time, long origin)
    {
        var held = ServerLock.Take(processes.StateDirectory);
        try
        {
            var host = ProcessHosts.Create(time, processes.StateDirectory, logger);
            var logs = new LogStore(FileChangeSource.Create(time, logger), time, logger);
            var probe = new HttpProbe(time);
            var gate = new DependencyGate(feed);
            var services = new RunnerServices
            {
                Host = host,
                Store = new StateStore(processes.StateDirectory, logger),
                Feed = feed,
                Dependencies = gate,
                OpenLog = logs.Open,
                Probe = probe.AskAsync,
                BeforeStop = beforeStop,
                Logger = logger,
                Time = time,
                Origin = origin,
            };
            var fleet = new Fleet(services);
            fleet.Open(processes);
            var facts = new FactGatherer(fleet, feed, logs, host.Ports, () => owner.Configuration!, services.Now);
            return new SupervisorParts(held, host, logs, probe, gate, fleet, new SupervisorClient(owner, fleet, feed, logs, facts, host.SignalName));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Fleet.DisposeAsync().ConfigureAwait(false);
        Gate.Dispose();
        Probe.Dispose();
        await Logs.DisposeAsync().ConfigureAwait(false);
        await Host.DisposeAsync().ConfigureAwait(false);
        Lock.Dispose();
    }
}
