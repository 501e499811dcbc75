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
        var (unit, _) = Find(id);
        await LookAsync(cancellationToken).ConfigureAwait(false);
        var info = Measured(feed.Get(unit.Id) ?? throw NotFound(id));
        return (InstanceId.Parse(id).Of(info) ?? throw NotFound(id)) with { Configuration = unit.Spec.ToConfiguration() };
    }

    public async Task<ResourceHistory> GetResourcesAsync(string id, CancellationToken cancellationToken = default)
    {
        var (unit, instance) = Find(id);
        await LookAsync(cancellationToken).ConfigureAwait(false);
        return resources.History((unit.Runners.ElementAtOrDefault((instance ?? 1) - 1) ?? throw NotFound(id)).Key);
    }

    public async Task<ProcessDiagnosis> GetDiagnosisAsync(string id, CancellationToken cancellationToken = default)
    {
        var (unit, instance) = Find(id);
        await RecoveredAsync(cancellationToken).ConfigureAwait(false);
        var runners = unit.Runners;
        var runner = instance is { } number ? runners.ElementAtOrDefault(number - 1) ?? throw NotFound(id)
            : runners.FirstOrDefault(one => !ReadinessRule.IsReady(one.Info.State, one.Info.Health)) ?? runners[0];
        return DiagnosisDecision.Of(await facts.GatherAsync(runner, cancellationToken).ConfigureAwait(false), signalName);
    }

    public Task<IReadOnlyList<RouteActivity>> GetRoutesAsync(CancellationToken cancellationToken = default) => Task.FromResult(supervisor.Routes());

    public Task<ProcessInfo> StartAsync(string id, CancellationToken cancellationToken = default) =>
        CommandAsync(CommandKind.Start, id, cancellationToken);

    public Task<ProcessInfo> StopAsync(string id, CancellationToken cancellationToken = default) =>
        CommandAsync(CommandKind.Stop, id, cancellationToken);

    public Task<ProcessInfo> RestartAsync(string id, CancellationToken cancellationToken = default) =>
        CommandAsync(CommandKind.Restart, id, cancellationToken);

    public async Task<ProcessInfo> ScaleAsync(string id, int instances, CancellationToken cancellationToken = default)
    {
        supervisor.RefuseWhenStopping();
        var unit = fleet.Find(id) ?? throw NotFound(id);
        if (instances is < 1 or > ProcessSpec.MostInstances)
        {
            throw new ProcessProxyException(ErrorCodes.BadArgument, $"instances must be a whole number from 1 to {ProcessSpec.MostInstances}, not {instances}.");
        }

        return await fleet.ScaleAsync(unit, instances, cancellationToken).ConfigureAwait(false);
    }

    public Task<IReadOnlyList<ReloadAction>> ReloadAsync(CancellationToken cancellationToken = default) => supervisor.ReloadAsync(cancellationToken);

    public Task<IReadOnlyList<PlannedChange>> GetPlanAsync(CancellationToken cancellationToken = default) => supervisor.PlanAsync(cancellationToken);

    public async Task<LogPage> ReadLogAsync(string id, LogQuery query, CancellationToken cancellationToken = default)
    {
        query.Validate();
        return await LogsOf(id).ReadAsync(query, cancellationToken).ConfigureAwait(false) with { ProcessId = id };
    }

    public async IAsyncEnumerable<LogLine> FollowLogAsync(
        string id, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        query.Validate();
        await foreach (var line in LogsOf(id).FollowAsync(query, change => new FeedWatch(feed, InstanceId.Parse(id).Process, change), cancellationToken).ConfigureAwait(false))
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

    private async Task<ProcessInfo> CommandAsync(CommandKind kind, string id, CancellationToken cancellationToken)
    {
        supervisor.RefuseWhenStopping();
        var (unit, instance) = Find(id);
        return instance is null ? await unit.CommandAsync(kind, By, cancellationToken).ConfigureAwait(false)
            : unit is ProcessGroup group ? await group.CommandAsync(kind, instance, By, cancellationToken).ConfigureAwait(false)
            : instance == 1 ? await unit.CommandAsync(kind, By, cancellationToken).ConfigureAwait(false)
            : throw NotFound(id);
    }

    private ProcessInfo Measured(ProcessInfo info) => info.Instances is { } instances ? info with { Instances = [.. instances.Select(Measured)] }
        : info.IsRunning ? info with { Resources = resources.Latest(info.Key) }
        : info;

    private InstanceLogs LogsOf(string id)
    {
        var (unit, instance) = Find(id);
        if (instance is { } number && unit.Logs.All(log => log.Instance != number))
        {
            throw NotFound(id);
        }

        return new InstanceLogs(logs, () => [.. (fleet.Find(unit.Id)?.Logs ?? []).Where(log => instance is null || log.Instance == instance)], instance, time);
    }

    private (IProcessUnit Unit, int? Instance) Find(string id)
    {
        var (process, instance) = InstanceId.Parse(id);
        return (fleet.Find(process) ?? throw NotFound(id), instance);
    }
}
