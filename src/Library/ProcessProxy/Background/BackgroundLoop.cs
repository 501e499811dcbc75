using Microsoft.Extensions.Logging;

namespace ProcessProxy.Background;

/// <summary>
/// Owns work that is meant to go on for as long as its owner lives. What nobody thought of does not end it without a word: it is
/// logged with the name of the work, and the work is begun again, after a pause that grows while it keeps breaking off.
/// </summary>
internal sealed class BackgroundLoop : IAsyncDisposable
{
    /// <summary>The pause after the first time that the work breaks off.</summary>
    /// <value>1 second.</value>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause; work that has lasted so long has the first pause before it again.</summary>
    /// <value>1 minute.</value>
    public static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource stop = new();
    private readonly string name;
    private readonly ILogger logger;
    private readonly TimeProvider time;

    /// <summary>Begins the work, on this thread until it waits for something.</summary>
    /// <param name="name">What it is, as the subject of a sentence.</param>
    /// <param name="work">The work. When it returns it is done; when it throws it is begun again.</param>
    /// <param name="logger">Where is said that it broke off.</param>
    /// <param name="time">The clock.</param>
    public BackgroundLoop(string name, Func<CancellationToken, Task> work, ILogger logger, TimeProvider time)
    {
        this.name = name;
        this.logger = logger;
        this.time = time;
        Ended = RunAsync(work, stop.Token);
    }

    /// <summary>Ends when the work is done or was stopped; never fails.</summary>
    public Task Ended { get; }

    /// <summary>Asks the work to end, and does not wait for that.</summary>
    public void Stop() => stop.Cancel();

    /// <summary>Asks the work to end and waits until it has.</summary>
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
                // Of any kind: this is the one place that sees how the work ends.
                pause = time.GetElapsedTime(begun) >= LongestPause ? FirstPause : pause;
                BackgroundLog.BrokeOff(logger, name, pause.TotalSeconds, fault);
            }

            await Task.Delay(pause, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
