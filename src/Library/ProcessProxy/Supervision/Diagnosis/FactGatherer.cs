using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Platform.Network;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Machine;
using ProcessProxy.Supervision.Running;

namespace ProcessProxy.Supervision.Diagnosis;

/// <summary>Finds out what a diagnosis needs to know: from the state, the logs, the machine and the configuration.</summary>
/// <param name="fleet">The processes.</param>
/// <param name="feed">How they are.</param>
/// <param name="logs">Their logs.</param>
/// <param name="ports">Who listens where; null where that cannot be told.</param>
/// <param name="configuration">The configuration in force.</param>
/// <param name="now">The moment.</param>
internal sealed class FactGatherer(Fleet fleet, StateFeed feed, LogStore logs, IPortTable? ports, Func<ServerSpec> configuration, Func<Now> now)
{
    /// <summary>The facts about a process.</summary>
    public async Task<DiagnosisFacts> GatherAsync(ProcessRunner runner, CancellationToken cancellationToken)
    {
        // The state before the world: who has the port is then compared with a run that is no later than that.
        var (spec, state) = (runner.Spec, runner.State);
        var server = configuration();
        var (chain, others) = new DependencyFacts(fleet, feed).Find(spec, state);
        var written = new ExitFacts(logs);
        return new DiagnosisFacts
        {
            Spec = spec,
            State = state,
            Exits = await written.FindAsync(spec, state, cancellationToken).ConfigureAwait(false),
            LaunchLines = await written.ReadAsync(spec, state.LaunchError?.Output, cancellationToken).ConfigureAwait(false),
            Port = await Task.Run(() => new PortFacts(fleet, ports).Find(spec, state, server), cancellationToken).ConfigureAwait(false),
            Chain = chain,
            OtherBlockers = others,
            Sources = server.Sources,
            Now = now(),
        };
    }
}
