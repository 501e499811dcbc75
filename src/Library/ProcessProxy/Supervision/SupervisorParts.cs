using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Health;
using ProcessProxy.Logs;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Servers;
using ProcessProxy.Resources;
using ProcessProxy.Supervision.Dependencies;
using ProcessProxy.Supervision.Diagnosis;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Lanes;
using ProcessProxy.Supervision.Metrics;
using ProcessProxy.Supervision.Running;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision;

/// <summary>The parts of a running supervisor, and the order of their disposal.</summary>
internal sealed record SupervisorParts(
    StateHome Home, HomeWatch Watch, IProcessHost Host, LogStore Logs, HttpProbe Probe, DependencyGate Gate, ResourceSampler Resources, ProcessMetrics Metrics, WorkLanes Lanes, Fleet Fleet,
    IProcessClient Client) : IAsyncDisposable
{
    /// <summary>Takes the lock and creates the parts.</summary>
    public static SupervisorParts Create(
        ProcessesSpec processes, ProcessSupervisor owner, StateFeed feed, Func<string, CancellationToken, Task>? beforeStop,
        ILogger logger, TimeProvider time, long origin)
    {
        var held = Take(processes, owner);
        if (held.Restricted is { } restricted)
        {
            Log.StateFolderRestricted(logger, restricted);
        }

        var lanes = new WorkLanes(WorkLanes.Usual);
        try
        {
            var host = ProcessHosts.Create(time, processes.StateDirectory, logger);
            var logs = new LogStore(FileChangeSource.Create(time, logger), time, logger);
            var probe = new HttpProbe(time);
            var gate = new DependencyGate(feed);
            var resources = new ResourceSampler(host, time, logger);
            var counters = new ProcessCounters();
            var services = new RunnerServices
            {
                Host = host,
                Store = new StateStore(() => held.Directory, logger),
                Feed = feed,
                Dependencies = gate,
                Resources = resources,
                Counters = counters,
                OpenLog = logs.Open,
                TakeOverLog = logs.TakeOver,
                LeaveLog = logs.Leave,
                LastLines = logs.LastLinesAsync,
                Probe = probe.AskAsync,
                BeforeStop = beforeStop,
                LeavesOrphans = owner.LeavesOrphans,
                Lanes = lanes,
                Logger = logger,
                Time = time,
                Origin = origin,
            };
            var fleet = new Fleet(services);
            fleet.Open(processes);
            var facts = new FactGatherer(fleet, feed, logs, host.Ports, () => owner.Configuration!, services.Now);
            var client = new SupervisorClient(owner, fleet, feed, logs, resources, facts, host.SignalName, time);
            return new SupervisorParts(held, new HomeWatch(held, fleet, () => owner.HomeLooked?.Invoke(), logger, time), host, logs, probe, gate, resources, new ProcessMetrics(owner, feed, resources, counters), lanes, fleet, client);
        }
        catch
        {
            lanes.Dispose();
            held.Dispose();
            throw;
        }
    }

    private static StateHome Take(ProcessesSpec processes, ProcessSupervisor owner)
    {
        var group = owner.Configuration?.Management.Group is { } name && SystemGroup.Exist
            ? SystemGroup.Find(name) ?? throw new IOException($"There is no group '{name}' (management.group).")
            : (SystemGroup?)null;
        var self = ServerRecord.OfThis(owner.IsDedicated ? ServerKind.Server : ServerKind.Session, owner.Configuration?.ProjectDirectory).With(owner.Guardian);
        return StateHome.Take(processes.StateDirectory, self, group);
    }

    public async ValueTask DisposeAsync()
    {
        await Watch.DisposeAsync().ConfigureAwait(false);
        Metrics.Dispose();
        await Fleet.DisposeAsync().ConfigureAwait(false);
        Lanes.Dispose();
        Gate.Dispose();
        await Resources.DisposeAsync().ConfigureAwait(false);
        Probe.Dispose();
        await Logs.DisposeAsync().ConfigureAwait(false);
        await Host.DisposeAsync().ConfigureAwait(false);
        Home.Dispose();
    }
}
