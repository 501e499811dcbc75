using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;
using ProcessProxy.Background;
using ProcessProxy.Logs.Files;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Logs;

/// <summary>
/// Moves what a program without a supervisor still writes from its pipe to the end of a file, on its own thread, while the program is ended: otherwise it would wait for
/// somebody who reads, and its last lines would be lost.
/// </summary>
internal sealed class LeftOutput : IAsyncDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly string id;
    private readonly OutputPipe pipe;
    private readonly SafeFileHandle file;
    private readonly ILogger logger;
    private readonly BackgroundLoop loop;
    private volatile bool isEnding;

    private LeftOutput(string id, OutputPipe pipe, SafeFileHandle file, ILogger logger, TimeProvider time)
    {
        (this.id, this.pipe, this.file, this.logger) = (id, pipe, file, logger);
        loop = new BackgroundLoop(
            $"Draining what is left of the output of {id}",
            _ => Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default),
            logger,
            time);
    }

    /// <summary>Begins to move the output.</summary>
    /// <param name="id">The program, as it is called in the log of the server.</param>
    /// <param name="pipe">Its pipe, which is disposed with this.</param>
    /// <param name="path">The file. It is held, so that it may get another name.</param>
    /// <param name="logger">Receives warnings.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Null if the file cannot be written; this is logged.</returns>
    public static LeftOutput? Begin(string id, OutputPipe pipe, string path, ILogger logger, TimeProvider time)
    {
        try
        {
            return new LeftOutput(id, pipe, RegularFile.OpenOwn(path), logger, time);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            LogMessages.OutputNotDrained(logger, id, refused.Message);
            pipe.Dispose();
            return null;
        }
    }

    /// <summary>Moves what was written until now, and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        isEnding = true;
        pipe.EndWaits();
        await loop.Ended.ConfigureAwait(false);
        await loop.DisposeAsync().ConfigureAwait(false);
        pipe.Dispose();
        file.Dispose();
    }

    private void Run()
    {
        string? warned = null;

        // What survives may write for ever.
        for (var rest = OutputPipe.MostHeld; rest > 0;)
        {
            // Read before: what was written by then is in the pipe.
            var isLast = isEnding;
            try
            {
                if (pipe.Move(file, RandomAccess.GetLength(file)) is not { } moved || (moved == 0 && isLast))
                {
                    return;
                }

                warned = null;
                rest -= isLast ? moved : 0;
                if (moved == 0)
                {
                    pipe.Wait();
                }
            }
            catch (IOException fault) when (isLast)
            {
                LogMessages.OutputLost(logger, id, fault.Message);
                return;
            }
            catch (IOException fault)
            {
                if (warned != fault.Message)
                {
                    warned = fault.Message;
                    LogMessages.OutputWaits(logger, id, fault.Message);
                }

                pipe.Pause(RetryAfter);
            }
        }
    }
}
