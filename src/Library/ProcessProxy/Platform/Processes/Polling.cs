namespace ProcessProxy.Platform.Processes;

/// <summary>Looks again and again for what nobody announces: often at first, then at a steady pace.</summary>
/// <param name="time">The clock.</param>
internal sealed class Polling(TimeProvider time)
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan SlowestLook = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks until it is done.</summary>
    /// <param name="isDone">The look.</param>
    /// <param name="limit">How long at most.</param>
    /// <param name="hurry">Cancelled when there is no more time.</param>
    /// <returns>Whether it is done.</returns>
    public async Task<bool> UntilAsync(Func<ValueTask<bool>> isDone, TimeSpan limit, CancellationToken hurry)
    {
        var started = time.GetTimestamp();
        var pause = FirstLook;
        while (!await isDone().ConfigureAwait(false))
        {
            var left = limit - time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero || hurry.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(pause < left ? pause : left, time, hurry).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < SlowestLook ? pause * 2 : SlowestLook;
        }

        return true;
    }
}
