using System.Diagnostics;
using Xunit;

namespace ProcessProxy.EndToEnd.Harness;

/// <summary>Waits for a condition of the world outside, which nobody announces, and fails with words when it does not come.</summary>
internal static class Wait
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task Until(Func<bool> condition, string what, TimeSpan? patience = null) =>
        await Until(() => Task.FromResult(condition()), what, patience);

    /// <param name="condition">What is waited for.</param>
    /// <param name="what">The same in words.</param>
    /// <param name="patience">How long; <see cref="Patience"/> when not given.</param>
    public static async Task Until(Func<Task<bool>> condition, string what, TimeSpan? patience = null)
    {
        var limit = patience ?? Patience;
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < limit, $"Waited {limit.TotalSeconds} s in vain until {what}.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
