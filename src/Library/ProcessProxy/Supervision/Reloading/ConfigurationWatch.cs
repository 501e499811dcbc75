using Microsoft.Extensions.Logging;
using ProcessProxy.Background;
using ProcessProxy.Configuration;

namespace ProcessProxy.Supervision.Reloading;

/// <summary>
/// Detects changes of configuration files, however they are made: written in place, renamed over, a moved link, on a network drive.
/// It checks a few files once a second instead of using notifications, which do not report the last two. It does the same with the
/// settings of an application.
/// </summary>
internal sealed class ConfigurationWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly BackgroundLoop loop;

    /// <summary>Starts watching.</summary>
    /// <param name="lastRead">Returns what was last read, with the files at that time.</param>
    /// <param name="changed">Called when they change, and each time they change again.</param>
    /// <param name="settled">Called when they have not changed for <see cref="FileChanges.Quiet"/>. Reads them; does not throw.</param>
    /// <param name="logger">The log that reports when watching fails.</param>
    /// <param name="time">The clock.</param>
    public ConfigurationWatch(
        Func<ConfigurationResult> lastRead, Action changed, Func<Task> settled, ILogger logger, TimeProvider time) =>
        loop = new BackgroundLoop("Watching the configuration files", end => RunAsync(lastRead, changed, settled, time, end), logger, time);

    public ValueTask DisposeAsync() => loop.DisposeAsync();

    private static async Task RunAsync(
        Func<ConfigurationResult> lastRead, Action changed, Func<Task> settled, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        var changes = new FileChanges(time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            switch (changes.Look(lastRead()))
            {
                case FileLook.Changed:
                    changed();
                    break;
                case FileLook.Settled:
                    await settled().ConfigureAwait(false);
                    break;
            }
        }
    }
}
