using ProcessProxy.Background;
using ProcessProxy.Platform;

namespace ProcessProxy.Supervision.Services;

/// <summary>Completes the end of a tree, whatever happens.</summary>
internal static class TreeEnd
{
    /// <summary>The interval between checks whether a tree has ended while the server has no descriptors.</summary>
    private const int MostLooks = 60;

    private static readonly TimeSpan PauseBetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Ends the tree. Never fails.</summary>
    /// <param name="id">The process.</param>
    /// <param name="end">Ends it, or fails.</param>
    /// <param name="services">The services that all runners share.</param>
    /// <param name="hurry">Canceled when no time is left.</param>
    /// <returns>The processes that could not be ended.</returns>
    public static async Task<IReadOnlyList<string>> SurvivorsAsync(string id, Func<Task<IReadOnlyList<string>>> end, RunnerServices services, CancellationToken hurry)
    {
        for (var looks = 1; ; looks++)
        {
            try
            {
                return await end().ConfigureAwait(false);
            }
            catch (IOException unseen) when (looks < MostLooks && OpenFiles.RanOut(unseen) && !hurry.IsCancellationRequested)
            {
                // The server temporarily has no descriptor to check with.
                await Task.Delay(PauseBetweenLooks, services.Time, hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (IOException unseen)
            {
                // What cannot be seen may be alive, so no other instance is started.
                return [$"something that cannot be looked for ({unseen.Message})"];
            }
            catch (Exception fault)
            {
                // Any exception, for the same reason; without this event, the stop would never complete.
                BackgroundLog.Failed(services.Logger, $"{id}: ending it", fault);
                return [$"something that a fault of ours keeps from being ended ({fault.Message})"];
            }
        }
    }
}
