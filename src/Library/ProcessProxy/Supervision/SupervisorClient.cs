using System.Runtime.CompilerServices;
using ProcessProxy.Configuration;
using ProcessProxy.Logs;
using ProcessProxy.Resources;
using ProcessProxy.Supervision.Diagnosis;
using ProcessProxy.Supervision.Feed;
using ProcessProxy.Supervision.Running;

namespace ProcessProxy.Supervision;

/// <summary>The client interface to the supervisor of this process.</summary>
internal sealed class SupervisorClient(
    ProcessSupervisor supervisor, Fleet fleet, StateFeed feed, LogStore logs, ResourceSampler resources, FactGatherer facts,
    Func<int, string> signalName, TimeProvider time) : IProcessClient
{
    private const string By = "an operator";

    /// <summary>The longest time that a call waits for a new server to find out what is already running.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<ServerStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        await RecoveredAsync(cancellationToken).ConfigureAwait(false);
        return supervisor.Status();
    }

    public async Task<IReadOnlyList<ProcessInfo>> ListAsync(CancellationToken cancellationToken = default)
    {
        await LookAsync(cancellationToken).ConfigureAwait(false);
        return [.. feed.All().Select(Measured)];
    }

    public async Task<ProcessInfo> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        _ = SpecOf(id);
        await LookAsync(cancellationToken).ConfigureAwait(false);
        var info = feed.Get(id) ?? throw NotFound(id);
        return Measured(info) with { Configuration = SpecOf(id).ToConfiguration() };
    }

    public async Task<ResourceHistory> GetResourcesAsync(string id, CancellationToken cancellationToken = default)
    {
        _ = SpecOf(id);
        await LookAsync(cancellationToken).ConfigureAwait(false);
        return resources.History(id);
    }

    public async Task<ProcessDiagnosis> GetDiagnosisAsync(string id, CancellationToken cancellationToken = default)
    {
        var runner = fleet.Find(id) ?? throw NotFound(id);
        await RecoveredAsync(cancellationToken).ConfigureAwait(false);
        return DiagnosisDecision.Of(await facts.GatherAsync(runner, cancellationToken).ConfigureAwait(false), signalName);
    }

    public Task<IReadOnlyList<RouteActivity>> GetRoutesAsync(CancellationToken cancellationToken = default) => Task.FromResult(supervisor.Routes());

    public Task<ProcessInfo> StartAsync(string id, CancellationToken cancellationToken = default) =>
        CommandAsync(CommandKind.Start, id, cancellationToken);

    public Task<ProcessInfo> StopAsync(string id, CancellationToken cancellationToken = default) =>
        CommandAsync(CommandKind.Stop, id, cancellationToken);

    public Task<ProcessInfo> RestartAsync(string id, CancellationToken cancellationToken = default) =>
        CommandAsync(CommandKind.Restart, id, cancellationToken);

    public Task<IReadOnlyList<ReloadAction>> ReloadAsync(CancellationToken cancellationToken = default) => supervisor.ReloadAsync(cancellationToken);

    public Task<IReadOnlyList<PlannedChange>> GetPlanAsync(CancellationToken cancellationToken = default) => supervisor.PlanAsync(cancellationToken);

    public async Task<LogPage> ReadLogAsync(string id, LogQuery query, CancellationToken cancellationToken = default)
    {
        query.Validate();
        return await logs.Open(id, SpecOf(id).Launch.Log).ReadAsync(query, cancellationToken).ConfigureAwait(false);
    }

    public async IAsyncEnumerable<LogLine> FollowLogAsync(
        string id, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        query.Validate();
        await foreach (var line in logs.Open(id, SpecOf(id).Launch.Log).FollowAsync(query, cancellationToken).ConfigureAwait(false))
        {
            yield return line;
        }
    }

    public IAsyncEnumerable<ProcessEvent> WatchAsync(string? after = null, CancellationToken cancellationToken = default) =>
        feed.WatchAsync(after, cancellationToken);

    /// <summary>Waits, not for long, until the shown states are true and measured.</summary>
    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await RecoveredAsync(cancellationToken).ConfigureAwait(false);
        await resources.LookAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RecoveredAsync(CancellationToken cancellationToken)
    {
        try
        {
            await fleet.Recovered.WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // A process of an earlier server takes time to end; an answer that may change is better than none.
        }
    }

    private static ProcessProxyException NotFound(string id) => new(ErrorCodes.ProcessNotFound, $"There is no process '{id}'.");

    private Task<ProcessInfo> CommandAsync(CommandKind kind, string id, CancellationToken cancellationToken)
    {
        supervisor.RefuseWhenStopping();
        return (fleet.Find(id) ?? throw NotFound(id)).CommandAsync(kind, By, cancellationToken);
    }

    private ProcessInfo Measured(ProcessInfo info) => info.IsRunning ? info with { Resources = resources.Latest(info.Id) } : info;

    private ProcessSpec SpecOf(string id) => fleet.Find(id)?.Spec ?? throw NotFound(id);
}
