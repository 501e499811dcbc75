using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Platform.Network;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Running;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Collects the facts for a diagnosis from the state, the logs, the machine and the configuration.</summary>
/// <param name="fleet">The processes.</param>
/// <param name="feed">The states of the processes.</param>
/// <param name="logs">Their logs.</param>
/// <param name="ports">The owners of ports, or null if they cannot be determined.</param>
/// <param name="configuration">The current configuration.</param>
/// <param name="now">Returns the current time.</param>
internal sealed class FactGatherer(Fleet fleet, StateFeed feed, LogStore logs, IPortTable? ports, Func<ServerSpec> configuration, Func<Now> now)
{
    /// <summary>Collects the facts about a process.</summary>
    public async Task<DiagnosisFacts> GatherAsync(ProcessRunner runner, CancellationToken cancellationToken)
    {
        // The state is read first, so the owner of the port is compared with a run that is no later than that.
        var (spec, state) = (runner.Spec, runner.State);
        var server = configuration();
        var (chain, others) = new DependencyFacts(fleet, feed).Find(spec, state);
        var written = new ExitFacts(logs);
        return new DiagnosisFacts
        {
            Spec = spec with { Id = spec.ProcessId },
            State = state,
            Exits = await written.FindAsync(spec, state, cancellationToken).ConfigureAwait(false),
            LaunchLines = await written.ReadAsync(spec, state.LaunchError?.Output, cancellationToken).ConfigureAwait(false),
            Port = await Task.Run(() => new PortFacts(fleet, ports).Find(runner, state, server), cancellationToken).ConfigureAwait(false),
            Chain = chain,
            OtherBlockers = others,
            Sources = server.Sources,
            Now = now(),
        };
    }
}
