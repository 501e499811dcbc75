using Microsoft.Extensions.Logging;
using ProcessProxy.Background;
using ProcessProxy.Configuration;

namespace ProcessProxy.Supervision.Reloading;

/// <summary>
/// Sees that configuration files change, however that is done: written in place, renamed over, a link led elsewhere, on a disk of
/// another machine. It looks at a few files once a second instead of asking to be told, which none of the last two would do. So it does with the
/// settings of an application.
/// </summary>
internal sealed class ConfigurationWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly BackgroundLoop loop;

    /// <summary>Begins to watch.</summary>
    /// <param name="lastRead">What was last read, with the files as they were then.</param>
    /// <param name="changed">Called when they change, and each time they change again.</param>
    /// <param name="settled">Called when they have been left alone for <see cref="FileChanges.Quiet"/>. Reads them; does not throw.</param>
    /// <param name="logger">Where is said that watching broke off.</param>
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
