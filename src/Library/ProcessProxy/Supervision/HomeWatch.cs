using Microsoft.Extensions.Logging;
using ProcessProxy.Background;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Servers;
using ProcessProxy.Supervision.Running;

namespace ProcessProxy.Supervision;

/// <summary>Looks each second whether the folder of state is still there. Folders are removed by those who tidy up, and links led elsewhere by a deployment.</summary>
internal sealed class HomeWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly BackgroundLoop loop;

    /// <summary>Begins to look.</summary>
    /// <param name="home">The folder.</param>
    /// <param name="fleet">Whose files are in it.</param>
    /// <param name="looked">Called after each look, for what else lies there. Throws IOException when it cannot be made anew.</param>
    /// <param name="logger">Where is said what became of the folder.</param>
    /// <param name="time">The clock.</param>
    public HomeWatch(StateHome home, Fleet fleet, Action looked, ILogger logger, TimeProvider time) =>
        loop = new BackgroundLoop("Looking after the state folder", end => RunAsync(home, fleet, looked, logger, time, end), logger, time);

    public ValueTask DisposeAsync() => loop.DisposeAsync();

    private static async Task RunAsync(StateHome home, Fleet fleet, Action looked, ILogger logger, TimeProvider time, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        string? said = null;
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            try
            {
                await LookAsync(home, fleet, logger).ConfigureAwait(false);
                looked();
                said = null;
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ServerLockedException)
            {
                // Tried again each second, and said once.
                if (refused.Message != said)
                {
                    said = refused.Message;
                    Log.HomeNotRenewed(logger, said);
                }
            }
        }
    }

    private static async Task LookAsync(StateHome home, Fleet fleet, ILogger logger)
    {
        switch (home.Look())
        {
            case StateHome.Change.Renewed:
                Log.HomeRenewed(logger, home.Directory);
                await fleet.KeepAnewAsync().ConfigureAwait(false);
                break;
            case StateHome.Change.Elsewhere:
                Log.HomeElsewhere(logger, home.Directory, home.Signpost!);
                break;
        }
    }
}
