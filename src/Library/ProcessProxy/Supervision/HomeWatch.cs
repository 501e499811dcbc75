using Microsoft.Extensions.Logging;
using ProcessProxy.Background;
using ProcessProxy.Platform;
using ProcessProxy.Platform.Servers;
using ProcessProxy.Supervision.Running;

namespace ProcessProxy.Supervision;

/// <summary>Checks every second whether the state folder still exists. Cleanup scripts remove folders, and deployments move links.</summary>
internal sealed class HomeWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly BackgroundLoop loop;

    /// <summary>Starts checking.</summary>
    /// <param name="home">The folder.</param>
    /// <param name="fleet">The processes whose files are in it.</param>
    /// <param name="looked">Called after each check, for other files in the folder. Throws IOException if they cannot be recreated.</param>
    /// <param name="logger">The log that reports what happened to the folder.</param>
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
                // Retried every second, and reported once.
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
