using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Supervision.Recovering;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>Programs of a killed session: they can only be listed and stopped.</summary>
internal sealed class OrphanClient(SessionFolder folder, IReadOnlyList<OrphanedRun> runs, DefinedProcesses? holder, ILogger logger) : IProcessClient
{
    private const string Hidden = "***";

    public Task<IReadOnlyList<ProcessInfo>> ListAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<ProcessInfo>>([.. runs.Select(run => Show(run, folder.Defined(run.Id)))]);

    public async Task<ProcessInfo> GetAsync(string id, CancellationToken cancellationToken = default) =>
        (await ListAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(process => process.Id == id)
        ?? throw new ProcessProxyException(ErrorCodes.ProcessNotFound, $"There is no process '{id}'.");

    public async Task<ProcessInfo> StopAsync(string id, CancellationToken cancellationToken = default)
    {
        var process = await GetAsync(id, cancellationToken).ConfigureAwait(false);
        using var hold = folder.TryHold();
        if (hold is null && holder?.Orphaned is null)
        {
            throw new ProcessProxyException(ErrorCodes.Conflict, $"Another session has adopted {id}.");
        }

        var orphans = hold is null ? holder!.Orphaned! : new OrphanedRuns(folder.StateDirectory, TimeProvider.System, logger);
        await using (orphans.ConfigureAwait(false))
        {
            if (await orphans.EndAsync(id, cancellationToken).ConfigureAwait(false) is { Count: > 0 } survivors)
            {
                throw new ProcessProxyException(ErrorCodes.InternalError, $"{id} could not be stopped: {string.Join(", ", survivors)} still runs.");
            }
        }

        if (hold is not null)
        {
            folder.RemoveUnlessUsed();
        }

        return process with
        {
            State = RunState.Stopped, IsRunning = false, Pid = null, StartTime = null, Uptime = null, Reason = "stopped after its session had ended",
            Since = TimeProvider.System.GetUtcNow(),
        };
    }

    public Task<ServerStatus> GetStatusAsync(CancellationToken cancellationToken = default) => throw Refusal();

    public Task<ProcessDiagnosis> GetDiagnosisAsync(string id, CancellationToken cancellationToken = default) => throw Refusal();

    public Task<ResourceHistory> GetResourcesAsync(string id, CancellationToken cancellationToken = default) => throw Refusal();

    public Task<IReadOnlyList<RouteActivity>> GetRoutesAsync(CancellationToken cancellationToken = default) => throw Refusal();

    public Task<ProcessInfo> StartAsync(string id, CancellationToken cancellationToken = default) => throw Refusal();

    public Task<ProcessInfo> RestartAsync(string id, CancellationToken cancellationToken = default) => throw Refusal();

    public Task<ProcessInfo> ScaleAsync(string id, int instances, CancellationToken cancellationToken = default) => throw Refusal();

    public Task<IReadOnlyList<ReloadAction>> ReloadAsync(CancellationToken cancellationToken = default) => throw Refusal();

    public Task<IReadOnlyList<PlannedChange>> GetPlanAsync(CancellationToken cancellationToken = default) => throw Refusal();

    public Task<LogPage> ReadLogAsync(string id, LogQuery query, CancellationToken cancellationToken = default) => throw Refusal();

    public IAsyncEnumerable<LogLine> FollowLogAsync(string id, LogQuery query, CancellationToken cancellationToken = default) => throw Refusal();

    public IAsyncEnumerable<ProcessEvent> WatchAsync(string? after = null, CancellationToken cancellationToken = default) => throw Refusal();

    private static ProcessProxyException Refusal() => new(
        ErrorCodes.Conflict,
        "The session of this process has ended. Stop the process with Stop-ManagedProcess, or run the same Start-ManagedProcess -FilePath command again to supervise it.");

    private ProcessInfo Show(OrphanedRun run, ProcessSpec? spec) => new()
    {
        Id = run.Id,
        Name = spec?.Name ?? run.Id,
        State = RunState.Running,
        Reason = "still running, but its session has ended",
        Since = run.Known.Since,
        IsRunning = true,
        Pid = run.Pid,
        StartTime = run.Known.StartedAt,
        Uptime = run.Known.StartedAt is { } started ? TimeProvider.System.GetUtcNow() - started : null,
        RestartCount = run.Known.Failures,
        PidFile = run.Known.PidFile,
        LogFile = spec?.Launch.Log.File,
        Command = spec?.Launch.Command ?? "",
        Args = spec?.Launch.Args ?? [],
        Cwd = spec?.Launch.Cwd ?? "",
        Env = spec?.Launch.Env.ToDictionary(variable => variable.Key, _ => Hidden) ?? [],
    };
}
