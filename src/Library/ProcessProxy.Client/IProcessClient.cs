namespace ProcessProxy;

/// <summary>
/// Controls a supervisor, in this process or over HTTP. The HTTP API maps this interface, and the
/// cmdlets use it.
/// </summary>
/// <remarks>
/// Every method throws <see cref="ProcessProxyException"/> with one of <see cref="ErrorCodes"/>, the same in both
/// implementations, and <see cref="OperationCanceledException"/> when its token is canceled; canceling stops the
/// wait, not the command.
/// </remarks>
public interface IProcessClient
{
    /// <summary>Gets the status of the server.</summary>
    Task<ServerStatus> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Gets every configured process, including disabled ones, in the order of the configuration.</summary>
    Task<IReadOnlyList<ProcessInfo>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Gets one process with its current configuration.</summary>
    Task<ProcessInfo> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Explains why a process is down, or what is wrong with it.</summary>
    Task<ProcessDiagnosis> GetDiagnosisAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Gets what a process used during the last hour, as far as it was measured. The call enables measurement.</summary>
    Task<ResourceHistory> GetResourcesAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Gets the activity of each route of the proxy, in the order of the configuration.</summary>
    Task<IReadOnlyList<RouteActivity>> GetRoutesAsync(CancellationToken cancellationToken = default);

    /// <summary>Starts a process and waits until its program runs. Starting a running process changes nothing.</summary>
    Task<ProcessInfo> StartAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Stops a process and waits until its whole tree has ended. Stopping a stopped process changes nothing.</summary>
    Task<ProcessInfo> StopAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Stops a process, if it is running, and starts it.</summary>
    Task<ProcessInfo> RestartAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Sets the number of instances of a process until its configured number changes, and waits until those that are added have started and those that are removed have ended.</summary>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.BadArgument"/>: the number is not between 1 and 100; <see cref="ErrorCodes.Conflict"/>: the process cannot have several.</exception>
    Task<ProcessInfo> ScaleAsync(string id, int instances, CancellationToken cancellationToken = default);

    /// <summary>Reloads the configuration and applies the changes. If it has problems, the current configuration is kept.</summary>
    Task<IReadOnlyList<ReloadAction>> ReloadAsync(CancellationToken cancellationToken = default);

    /// <summary>Gets what <see cref="ReloadAsync"/> would do now, without changing anything.</summary>
    Task<IReadOnlyList<PlannedChange>> GetPlanAsync(CancellationToken cancellationToken = default);

    /// <summary>Gets the last lines of the log of a process.</summary>
    Task<LogPage> ReadLogAsync(string id, LogQuery query, CancellationToken cancellationToken = default);

    /// <summary>Gets the last lines of the log of a process and then every new line, across restarts, until canceled.</summary>
    IAsyncEnumerable<LogLine> FollowLogAsync(string id, LogQuery query, CancellationToken cancellationToken = default);

    /// <summary>Gets one snapshot of all processes and then every change, until canceled.</summary>
    /// <param name="after">
    /// The <see cref="ProcessEvent.Place"/> of an event, to get every change after it without a snapshot. If that event is too old or from another
    /// server, the stream begins with a snapshot.
    /// </param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.FellBehind"/>: the watcher was too slow and missed changes.</exception>
    IAsyncEnumerable<ProcessEvent> WatchAsync(string? after = null, CancellationToken cancellationToken = default);
}
