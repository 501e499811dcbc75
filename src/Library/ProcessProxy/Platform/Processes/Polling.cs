namespace ProcessProxy.Platform.Processes;

/// <summary>Checks repeatedly for events without notification: often at first, then at a steady pace.</summary>
/// <param name="time">The clock.</param>
internal sealed class Polling(TimeProvider time)
{
    private static readonly TimeSpan FirstLook = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan SlowestLook = TimeSpan.FromMilliseconds(20);

    /// <summary>Checks until the condition is met.</summary>
    /// <param name="isDone">The condition.</param>
    /// <param name="limit">The longest time.</param>
    /// <param name="hurry">Canceled when no time is left.</param>
    /// <returns>True if the condition is met.</returns>
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
