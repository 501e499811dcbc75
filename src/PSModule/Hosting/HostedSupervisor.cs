using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Platform;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>The base class of supervisors in this process, with a proxy or without: their start and end.</summary>
internal abstract class HostedSupervisor(string projectDirectory, ILoggerFactory loggers) : IHostedSupervisor
{
    /// <inheritdoc/>
    public abstract IProcessClient Client { get; }

    /// <inheritdoc/>
    public string ProjectDirectory { get; } = projectDirectory;

    /// <inheritdoc/>
    public IReadOnlyList<string> ProcessIds => [.. Configuration?.Processes.All.Select(process => process.Id) ?? []];

    /// <inheritdoc/>
    public IReadOnlyList<string> RunningIds => [.. ProcessIds.Where(id => Readiness.Find(id) is { State: not (RunState.Stopped or RunState.Failed) })];

    /// <summary>Gets the readiness of each process.</summary>
    protected abstract ProcessProxy.Supervision.IProcessReadiness Readiness { get; }

    /// <summary>Gets the current configuration; null before the start.</summary>
    protected abstract ServerSpec? Configuration { get; }

    /// <summary>Gets what is disposed at the end.</summary>
    protected abstract IAsyncDisposable Owned { get; }

    /// <inheritdoc/>
    public async Task StopAsync(bool? keepProcesses, CancellationToken hurry)
    {
        await EndAsync(keepProcesses == true, hurry).ConfigureAwait(false);
        await DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Owned.DisposeAsync().ConfigureAwait(false);
        loggers.Dispose();
    }

    /// <summary>Starts it, or cleans up.</summary>
    protected static async Task<T> StartAsync<T>(T hosted, CancellationToken cancellationToken)
        where T : HostedSupervisor
    {
        try
        {
            await hosted.BeginAsync(cancellationToken).ConfigureAwait(false);
            return hosted;
        }
        catch (Exception failure)
        {
            // What has been started by then is stopped: nobody would know about it.
            await hosted.StopAsync(keepProcesses: null, cancellationToken).ConfigureAwait(false);
            if (hosted.Explain(failure) is { } known)
            {
                throw known;
            }

            throw;
        }
    }

    /// <summary>Starts everything.</summary>
    protected abstract Task BeginAsync(CancellationToken cancellationToken);

    /// <summary>Converts a failure of the start to an exception that the cmdlets can receive.</summary>
    /// <returns>Null if the exception itself can be received.</returns>
    protected virtual EngineException? Explain(Exception failure) => failure switch
    {
        ServerLockedException locked => new EngineException(
            EngineErrors.AlreadyRunning,
            locked.Pid == Environment.ProcessId
                ? $"This session (pid {locked.Pid}) already supervises these processes. Stop it with Stop-ProxyServer."
                : locked.Message,
            locked),
        UnauthorizedAccessException => new EngineException(EngineErrors.AccessDenied, failure.Message, failure),
        IOException => new EngineException(EngineErrors.StartFailed, failure.Message, failure),
        _ => null,
    };

    /// <summary>Stops everything; the processes keep running if requested, or if configured.</summary>
    protected abstract Task EndAsync(bool keepProcesses, CancellationToken hurry);
}
