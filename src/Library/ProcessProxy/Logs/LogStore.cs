using Microsoft.Extensions.Logging;
using ProcessProxy.Configuration;
using ProcessProxy.Logs.Files;
using ProcessProxy.Platform;

namespace ProcessProxy.Logs;

/// <summary>The logs of all processes of one supervisor.</summary>
/// <param name="changes">The source of file changes; owned by the store.</param>
/// <param name="time">The clock that lines get their times from.</param>
/// <param name="logger">Receives warnings about logs that cannot be rotated or timed.</param>
internal sealed class LogStore(IFileChangeSource changes, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    /// <value>The number of logs that are copied at the same time.</value>
    private const int RotationsAtOnce = 2;

    private readonly LogServices _services = new(changes, time, logger, new SemaphoreSlim(RotationsAtOnce));
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ProcessLog> _logs = new(StringComparer.Ordinal);
    private bool _disposed;

    /// <summary>
    /// Returns the log of a process: the same one each time, until <paramref name="spec"/> differs. Then the old one is closed, its
    /// followers end, and the new one waits for <see cref="ProcessLog.PrepareRun"/> or <see cref="ProcessLog.Resume"/>.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public ProcessLog Open(string id, LogSpec spec)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_logs.TryGetValue(id, out var log))
            {
                if (log.Spec == spec)
                {
                    return log;
                }

                log.Close();
            }

            return _logs[id] = new ProcessLog(id, spec, _services, log?.Drain ?? new OutputDrain(id, _services));
        }
    }

    /// <summary>Stops draining, closes every log and stops watching.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
        }

        foreach (var log in _logs.Values)
        {
            await log.Drain.DisposeAsync().ConfigureAwait(false);
            log.Close();
        }

        _services.Changes.Dispose();
    }
}
