using Microsoft.Extensions.Logging;

namespace ProcessProxy.Background;

/// <summary>
/// Owns work that continues as long as its owner. An unexpected exception does not end it silently: it is
/// logged with the name of the work, and the work is restarted after a pause, which grows while the work keeps failing.
/// </summary>
internal sealed class BackgroundLoop : IAsyncDisposable
{
    /// <summary>The pause after the first failure.</summary>
    /// <value>1 second.</value>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause; after the work has lasted this long, the next pause is the first one again.</summary>
    /// <value>1 minute.</value>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource stop = new();
    private readonly string name;
    private readonly ILogger logger;
    private readonly TimeProvider time;

    /// <summary>Starts the work, on this thread until it first waits.</summary>
    /// <param name="name">The name of the work, as the subject of a sentence.</param>
    /// <param name="work">The work. When it returns, it is done; when it throws, it is restarted.</param>
    /// <param name="logger">The log that reports failures.</param>
    /// <param name="time">The clock.</param>
    public BackgroundLoop(string name, Func<CancellationToken, Task> work, ILogger logger, TimeProvider time)
    {
        this.name = name;
        this.logger = logger;
        this.time = time;
        Ended = RunAsync(work, stop.Token);
    }

    /// <summary>Gets a task that completes when the work is done or was stopped; it never fails.</summary>
    public Task Ended { get; }

    /// <summary>Asks the work to end, without waiting.</summary>
    public void Stop() => stop.Cancel();

    /// <summary>Asks the work to end and waits for it.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync().ConfigureAwait(false);
        await Ended.ConfigureAwait(false);
        stop.Dispose();
    }

    private async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            var begun = time.GetTimestamp();
            try
            {
                await work(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                // Any exception: this is the only place that sees how the work ends.
                pause = time.GetElapsedTime(begun) >= LongestPause ? FirstPause : pause;
                BackgroundLog.BrokeOff(logger, name, pause.TotalSeconds, fault);
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
