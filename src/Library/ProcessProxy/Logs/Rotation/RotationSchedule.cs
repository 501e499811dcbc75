using ProcessProxy.Background;
using ProcessProxy.Logs.Files;

namespace ProcessProxy.Logs.Rotation;

/// <summary>Decides when a log is rotated while its program runs: as soon as it is too large, not too often, and again later after a failure.</summary>
/// <param name="path">The log.</param>
/// <param name="rotation">The rotation.</param>
/// <param name="gate">The lock of the log.</param>
/// <param name="services">The clock, the log, and the limit on parallel rotations.</param>
/// <param name="rotated">Called when something has been done.</param>
internal sealed class RotationSchedule(string path, LiveRotation rotation, Lock gate, LogServices services, Action rotated)
{
    /// <value>A program that writes without pause spends most of the time writing, not waiting for a cut.</value>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _closing = new();
    private BackgroundLoop? _loop;
    private string? _warned;

    /// <summary>Starts a rotation if the log is too large. Under the lock.</summary>
    public void Consider()
    {
        if (_loop is null && !_closing.IsCancellationRequested && rotation.IsDue)
        {
            _loop = new BackgroundLoop($"The rotation of the log '{path}'", end => Task.Run(RunAsync, end), services.Logger, services.Time);
        }
    }

    /// <summary>Prevents further rotations.</summary>
    public void Close()
    {
        _closing.Cancel();
        Volatile.Read(ref _loop)?.Stop();
    }

    private async Task RunAsync()
    {
        try
        {
            do
            {
                var pause = await RotateInTurnAsync().ConfigureAwait(false) ? Pause : RetryAfter;
                rotated();
                await Task.Delay(pause, services.Time, _closing.Token).ConfigureAwait(false);
            }
            while (IsDueStill());
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // The log is closed; whoever opens it next continues.
        }
    }

    private bool IsDueStill()
    {
        lock (gate)
        {
            if (rotation.IsDue)
            {
                return true;
            }

            _loop = null;
            return false;
        }
    }

    /// <summary>Rotates when it is this log's turn. Returns false if it must be tried again later.</summary>
    private async Task<bool> RotateInTurnAsync()
    {
        await services.Rotations.WaitAsync(_closing.Token).ConfigureAwait(false);
        try
        {
            rotation.Rotate();
            _warned = null;
            return true;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (_warned != e.Message)
            {
                _warned = e.Message;
                LogMessages.NotRotated(services.Logger, path, e.Message);
            }

            return false;
        }
        finally
        {
            services.Rotations.Release();
        }
    }
}
