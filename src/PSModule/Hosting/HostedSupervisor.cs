using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Platform;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>What this process supervises, with a proxy or without: how it begins and ends.</summary>
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

    /// <summary>Tells whether each process runs.</summary>
    protected abstract ProcessProxy.Supervision.IProcessReadiness Readiness { get; }

    /// <summary>The configuration in force; null before the start.</summary>
    protected abstract ServerSpec? Configuration { get; }

    /// <summary>What is disposed of at the end.</summary>
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

    /// <summary>Starts it, or leaves nothing of it.</summary>
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
            // What has been started by then is ended: nobody would know of it.
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

    /// <summary>Gives a failure of the start the form that crosses to the cmdlets.</summary>
    /// <returns>Null for one that crosses as it is.</returns>
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

    /// <summary>Stops everything; the processes go on when they are to be kept, or when the configuration says so.</summary>
    protected abstract Task EndAsync(bool keepProcesses, CancellationToken hurry);
}
