namespace ProcessProxy;

/// <summary>
/// What can be done with a supervisor, in this process or behind HTTP. The HTTP API is this interface mapped, the
/// cmdlets are this interface bound.
/// </summary>
/// <remarks>
/// Every method throws <see cref="ProcessProxyException"/> with one of <see cref="ErrorCodes"/>, the same in both
/// implementations, and <see cref="OperationCanceledException"/> when its token is cancelled; cancelling stops the
/// waiting, not the command.
/// </remarks>
public interface IProcessClient
{
    /// <summary>How the server is doing.</summary>
    Task<ServerStatus> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Every configured process, disabled ones too, in the order of the configuration.</summary>
    Task<IReadOnlyList<ProcessInfo>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One process with its configuration in force.</summary>
    Task<ProcessInfo> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Why a process is down, or what is wrong with it.</summary>
    Task<ProcessDiagnosis> GetDiagnosisAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>What a process used during the last hour, as far as it was measured. Asking has it measured.</summary>
    Task<ResourceHistory> GetResourcesAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>What each route of the proxy has done, in the order of the configuration.</summary>
    Task<IReadOnlyList<RouteActivity>> GetRoutesAsync(CancellationToken cancellationToken = default);

    /// <summary>Starts a process and waits until its program runs. Starting a running one changes nothing.</summary>
    Task<ProcessInfo> StartAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Stops a process and waits until nothing of its tree is alive. Stopping a stopped one changes nothing.</summary>
    Task<ProcessInfo> StopAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Stops a process, if it runs, and starts it.</summary>
    Task<ProcessInfo> RestartAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Reads the configuration again and applies what changed. Problems leave the old one in force.</summary>
    Task<IReadOnlyList<ReloadAction>> ReloadAsync(CancellationToken cancellationToken = default);

    /// <summary>What <see cref="ReloadAsync"/> would do now. Nothing is changed.</summary>
    Task<IReadOnlyList<PlannedChange>> GetPlanAsync(CancellationToken cancellationToken = default);

    /// <summary>The last lines of a process's log.</summary>
    Task<LogPage> ReadLogAsync(string id, LogQuery query, CancellationToken cancellationToken = default);

    /// <summary>The last lines of a process's log and then every new one, across restarts, until cancelled.</summary>
    IAsyncEnumerable<LogLine> FollowLogAsync(string id, LogQuery query, CancellationToken cancellationToken = default);

    /// <summary>One snapshot of all processes and then every change, until cancelled.</summary>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.FellBehind"/>: the watcher was too slow and missed changes.</exception>
    IAsyncEnumerable<ProcessEvent> WatchAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Every change after the event with the <see cref="ProcessEvent.Place"/> <paramref name="after"/>. Where that event is too old
    /// or another server's, and without one, the watching begins with a snapshot.
    /// </summary>
    /// <exception cref="ProcessProxyException"><see cref="ErrorCodes.FellBehind"/>: the watcher was too slow and missed changes.</exception>
    IAsyncEnumerable<ProcessEvent> WatchAsync(string? after, CancellationToken cancellationToken = default);
}
