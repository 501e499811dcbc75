using System.Runtime.InteropServices;
using ProcessProxy.Background;
using ProcessProxy.Logs.Files;
using ProcessProxy.Logs.Reading;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Logs;

/// <summary>
/// Moves the output of a process from its pipe to the end of its log, on its own thread. It continues, whatever happens to the configuration,
/// until nobody has the pipe open anymore and it is empty; then the pipe is removed.
/// </summary>
/// <param name="id">The process.</param>
/// <param name="services">The services that all logs share.</param>
internal sealed class OutputDrain(string id, LogServices services) : IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private LogFile? _log;
    private OutputPipe? _pipe;
    private BackgroundLoop? _loop;
    private string? _path;
    private string? _warned;

    private enum Progress
    {
        Moved,
        Empty,
        Failed,
        Ended,
    }

    /// <summary>Sets the log that receives the output from now on.</summary>
    public void Aim(LogFile log)
    {
        lock (_gate)
        {
            _log?.EndTaking();
            _log = log;
        }
    }

    /// <summary>Moves nothing while files are renamed.</summary>
    public void Exclusively(Action rename)
    {
        lock (_gate)
        {
            rename();
        }
    }

    /// <summary>Handles that the pipe has another name; null for none.</summary>
    public void Rename(string? path)
    {
        lock (_gate)
        {
            _path = path;
        }
    }

    /// <summary>Creates a pipe for a run and starts draining it.</summary>
    /// <param name="path">The name of the pipe.</param>
    /// <returns>The outputs of the program, to be disposed after the launch.</returns>
    /// <exception cref="LaunchException">It cannot be created, or is still in use.</exception>
    /// <exception cref="IOException">It cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be created.</exception>
    public SafeHandle Begin(string path)
    {
        lock (_gate)
        {
            CatchUp();
            var (reader, output) = CurrentPlatform.OutputPipes.Create(path);
            if (_pipe is not null)
            {
                // Nobody has it open, otherwise there would be no new one, so it cannot be drained.
                LogMessages.OutputLost(services.Logger, id, _warned ?? "");
                Leave();
            }

            Begin(reader, path);
            return output;
        }
    }

    /// <summary>Continues with the pipe that an earlier server has left, if there is one.</summary>
    /// <param name="path">The name of the pipe.</param>
    /// <param name="pid">The program that was found running, or null.</param>
    public void Resume(string path, int? pid)
    {
        lock (_gate)
        {
            try
            {
                if (_pipe is null && CurrentPlatform.OutputPipes.Find(path, pid) is { } left)
                {
                    Begin(left, path);
                }
            }
            catch (IOException fault)
            {
                LogMessages.OutputNotDrained(services.Logger, id, fault.Message);
            }
        }
    }

    /// <summary>Moves everything that was written so far.</summary>
    public void CatchUp()
    {
        lock (_gate)
        {
            // Later output is left to the thread, or this might never end.
            for (var moved = 0; moved < OutputPipe.MostHeld && _pipe is not null && Step(ref moved) == Progress.Moved;)
            {
            }
        }
    }

    /// <summary>Stops draining. The rest stays in the pipe as long as the program runs.</summary>
    public async ValueTask DisposeAsync()
    {
        BackgroundLoop? loop;
        lock (_gate)
        {
            loop = _loop;

            // In the lock: as soon as the thread sees that the pipe is not wanted, it disposes it.
            _pipe?.EndWaits();
            _pipe = null;
        }

        if (loop is not null)
        {
            await loop.DisposeAsync().ConfigureAwait(false);
        }
    }

    private void Begin(OutputPipe pipe, string path)
    {
        (_pipe, _path, _warned) = (pipe, path, null);
        _loop = new BackgroundLoop(
            $"Draining the output of {id}",
            end => Task.Factory.StartNew(() => Run(pipe), end, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            services.Logger,
            services.Time);
    }

    private void Run(OutputPipe pipe)
    {
        while (true)
        {
            Progress progress;
            lock (_gate)
            {
                var moved = 0;
                progress = _pipe == pipe ? Step(ref moved) : Progress.Ended;
            }

            switch (progress)
            {
                case Progress.Empty:
                    pipe.Wait();
                    break;
                case Progress.Failed:
                    pipe.Pause(RetryAfter);
                    break;
                case Progress.Ended:
                    pipe.Dispose();
                    return;
                default:
                    break;
            }
        }
    }

    private Progress Step(ref int moved)
    {
        try
        {
            var took = _log!.Take(_pipe!);
            moved += took ?? 0;
            if (took is null)
            {
                Leave();
                RemovePipe();
                return Progress.Ended;
            }

            _warned = null;
            return took > 0 ? Progress.Moved : Progress.Empty;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            if (_warned != fault.Message)
            {
                _warned = fault.Message;
                LogMessages.OutputWaits(services.Logger, id, fault.Message);
            }

            return Progress.Failed;
        }
    }

    private void RemovePipe()
    {
        try
        {
            if (_path is not null)
            {
                File.Delete(_path);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Its folder is gone, or read-only: the next launch creates it again, or reports why it cannot.
        }
    }

    /// <summary>Makes the thread release the pipe.</summary>
    private void Leave()
    {
        _pipe!.EndWaits();
        _pipe = null;
        _log!.EndTaking();
    }
}
