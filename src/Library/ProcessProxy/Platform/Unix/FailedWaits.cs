using Microsoft.Extensions.Logging;
using ProcessProxy.Background;

namespace ProcessProxy.Platform.Unix;

/// <summary>
/// What a thread does when the system does not let it wait for events: it says so, pauses, longer each time, and tries again, as a
/// <see cref="BackgroundLoop"/> does.
/// </summary>
/// <param name="name">What it waits for, as the subject of a sentence.</param>
/// <param name="logger">Where is said that a wait failed.</param>
internal sealed class FailedWaits(string name, ILogger logger) : IDisposable
{
    private readonly ManualResetEventSlim end = new();
    private TimeSpan pause = BackgroundLoop.FirstPause;

    /// <summary>The thread is to end: a pause is over.</summary>
    public void End() => end.Set();

    /// <summary>A wait has not failed.</summary>
    public void Forget() => pause = BackgroundLoop.FirstPause;

    /// <summary>Pauses after a wait that failed.</summary>
    /// <param name="why">The error, as the end of a sentence.</param>
    /// <returns>Whether to try again; false once the thread is to end.</returns>
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
