using Microsoft.Extensions.Logging;
using ProcessProxy.Background;

namespace ProcessProxy.Platform.Unix;

/// <summary>
/// Handles a failed wait for events on a thread: it logs the failure, pauses, longer each time, and tries again, like
/// <see cref="BackgroundLoop"/>.
/// </summary>
/// <param name="name">What the thread waits for, as the subject of a sentence.</param>
/// <param name="logger">The log that reports a failed wait.</param>
internal sealed class FailedWaits(string name, ILogger logger) : IDisposable
{
    private readonly ManualResetEventSlim end = new();
    private TimeSpan pause = BackgroundLoop.FirstPause;

    /// <summary>The thread must end: a pause is over.</summary>
    public void End() => end.Set();

    /// <summary>Records that a wait succeeded.</summary>
    public void Forget() => pause = BackgroundLoop.FirstPause;

    /// <summary>Pauses after a failed wait.</summary>
    /// <param name="why">The error, as the end of a sentence.</param>
    /// <returns>True to try again; false when the thread must end.</returns>
    public bool Pause(string why)
    {
        if (end.IsSet)
        {
            return false;
        }

        BackgroundLog.BrokeOff(logger, name, pause.TotalSeconds, new IOException(why));
        if (end.Wait(pause))
        {
            return false;
        }

        pause = pause * 2 < BackgroundLoop.LongestPause ? pause * 2 : BackgroundLoop.LongestPause;
        return true;
    }

    public void Dispose() => end.Dispose();
}
