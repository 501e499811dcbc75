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
                if (log.Spec == spec && !log.IsClosed)
                {
                    return log;
                }

                log.Close();
            }

            return _logs[id] = new ProcessLog(id, spec, _services, log?.Drain ?? new OutputDrain(id, _services));
        }
    }

    /// <summary>Returns the last lines of one run; none if they are not known, or cannot be read.</summary>
    public async Task<IReadOnlyList<string>> LastLinesAsync(string id, LogSpec spec, RunOutput? run, int lines)
    {
        try
        {
            return run is null ? [] : [.. (await Open(id, spec).ReadRunAsync(run, lines, CancellationToken.None).ConfigureAwait(false)).Select(line => line.Line)];
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // They only explain something that has another reason.
            return [];
        }
    }

    /// <summary>Gives the log of a program that takes over the name of the one before, which continues in the newest archive (<see cref="LogTakeOver.ArchiveOf"/>).</summary>
    /// <param name="next">The program that takes over.</param>
    /// <param name="old">The program before.</param>
    /// <param name="log">The log whose name is taken.</param>
    /// <returns>The log that the program before goes on writing.</returns>
    public LogSpec TakeOver(string next, string old, LogSpec log)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_logs.TryGetValue(next, out var nextLog) || !_logs.TryGetValue(old, out var oldLog) || nextLog.Spec.File == log.File)
            {
                return LogTakeOver.ArchiveOf(log);
            }

            // With another path, nothing of the old log is renamed.
            var left = oldLog.Spec.File == log.File ? LogTakeOver.ArchiveOf(oldLog.Spec) : oldLog.Spec;
            nextLog.Drain.Exclusively(() => oldLog.Drain.Exclusively(() =>
            {
                nextLog.Close(handOver: true);
                oldLog.Close(handOver: true);
                try
                {
                    LogTakeOver.Prepare(nextLog.Spec);
                    LogTakeOver.Rename(log, nextLog.Spec);
                    oldLog.Drain.Rename(null);
                    nextLog.Drain.Rename(log.PipeFile);
                }
                catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
                {
                    // Both go on writing, only under names that say less.
                    LogMessages.NotPrepared(logger, log.File, refused.Message);
                }

                var leaving = _logs[old] = new ProcessLog(old, left, _services, oldLog.Drain);
                leaving.Resume();
                var serving = _logs[next] = new ProcessLog(next, log, _services, nextLog.Drain, left.File == oldLog.Spec.File ? null : leaving);
                serving.Resume();
            }));
            return left;
        }
    }

    /// <summary>Handles that a program has ended that another one has taken over from.</summary>
    public void Leave(string id)
    {
        lock (_gate)
        {
            if (!_disposed && _logs.TryGetValue(id, out var log) && log.IsLeaving)
            {
                log.Close();
            }
        }
    }

    /// <summary>Returns the log with the names of an instance, whichever of its programs writes it. Unlike <see cref="Open"/>, closes none.</summary>
    /// <param name="id">The program that serves, for a log that nobody has opened.</param>
    /// <param name="spec">The log.</param>
    /// <exception cref="ObjectDisposedException">The store is closed.</exception>
    public ProcessLog Find(string id, LogSpec spec)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _logs.TryGetValue(id, out var own) && own.Spec == spec && !own.IsClosed ? own
                : _logs.Values.FirstOrDefault(log => log.Spec.File == spec.File && log is { IsClosed: false, IsLeaving: false }) ?? Open(id, spec);
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
