namespace ProcessProxy.AspNetCore.Hosting;

/// <summary>The client in the container of an application: it is available before the application starts, and can be used afterwards.</summary>
/// <param name="current">Returns the client of the supervisor.</param>
internal sealed class ApplicationClient(Func<IProcessClient> current) : IProcessClient
{
    public Task<ServerStatus> GetStatusAsync(CancellationToken cancellationToken = default) => current().GetStatusAsync(cancellationToken);

    public Task<IReadOnlyList<ProcessInfo>> ListAsync(CancellationToken cancellationToken = default) => current().ListAsync(cancellationToken);

    public Task<ProcessInfo> GetAsync(string id, CancellationToken cancellationToken = default) => current().GetAsync(id, cancellationToken);

    public Task<ProcessDiagnosis> GetDiagnosisAsync(string id, CancellationToken cancellationToken = default) => current().GetDiagnosisAsync(id, cancellationToken);

    public Task<ResourceHistory> GetResourcesAsync(string id, CancellationToken cancellationToken = default) => current().GetResourcesAsync(id, cancellationToken);

    public Task<IReadOnlyList<RouteActivity>> GetRoutesAsync(CancellationToken cancellationToken = default) => current().GetRoutesAsync(cancellationToken);

    public Task<ProcessInfo> StartAsync(string id, CancellationToken cancellationToken = default) => current().StartAsync(id, cancellationToken);

    public Task<ProcessInfo> StopAsync(string id, CancellationToken cancellationToken = default) => current().StopAsync(id, cancellationToken);

    public Task<ProcessInfo> RestartAsync(string id, CancellationToken cancellationToken = default) => current().RestartAsync(id, cancellationToken);

    /// <inheritdoc/>
    public Task<ProcessInfo> ScaleAsync(string id, int instances, CancellationToken cancellationToken = default) => current().ScaleAsync(id, instances, cancellationToken);

    public Task<IReadOnlyList<ReloadAction>> ReloadAsync(CancellationToken cancellationToken = default) => current().ReloadAsync(cancellationToken);

    public Task<IReadOnlyList<PlannedChange>> GetPlanAsync(CancellationToken cancellationToken = default) => current().GetPlanAsync(cancellationToken);

    public Task<LogPage> ReadLogAsync(string id, LogQuery query, CancellationToken cancellationToken = default) => current().ReadLogAsync(id, query, cancellationToken);

    public IAsyncEnumerable<LogLine> FollowLogAsync(string id, LogQuery query, CancellationToken cancellationToken = default) =>
        current().FollowLogAsync(id, query, cancellationToken);

    public IAsyncEnumerable<ProcessEvent> WatchAsync(string? after = null, CancellationToken cancellationToken = default) => current().WatchAsync(after, cancellationToken);
}
