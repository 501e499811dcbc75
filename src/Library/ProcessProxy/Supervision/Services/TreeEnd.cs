using ProcessProxy.Background;
using ProcessProxy.Platform;

namespace ProcessProxy.Supervision.Services;

/// <summary>Sees the end of a tree through, whatever stands in the way.</summary>
internal static class TreeEnd
{
    /// <summary>How often it is looked whether a tree has ended, while there are no descriptors to look with.</summary>
    private const int MostLooks = 60;

    private static readonly TimeSpan PauseBetweenLooks = TimeSpan.FromSeconds(1);

    /// <summary>Ends it. Never fails.</summary>
    /// <param name="id">The process.</param>
    /// <param name="end">Ends it, or fails.</param>
    /// <param name="services">What all runners share.</param>
    /// <param name="hurry">Cancelled when there is no time left.</param>
    /// <returns>What could not be ended.</returns>
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
                // The server has no descriptor to look with, which will pass.
                await Task.Delay(PauseBetweenLooks, services.Time, hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (IOException unseen)
            {
                // What cannot be seen may be alive; so no other instance is started.
                return [$"something that cannot be looked for ({unseen.Message})"];
            }
            catch (Exception fault)
            {
                // Of any kind, and for the same reason; without this news the stop would never end.
                BackgroundLog.Failed(services.Logger, $"{id}: ending it", fault);
                return [$"something that a fault of ours keeps from being ended ({fault.Message})"];
            }
        }
    }
}
