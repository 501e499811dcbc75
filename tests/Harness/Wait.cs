using System.Diagnostics;
using Xunit;

namespace ProcessProxy.Harness;

/// <summary>Waits for a condition of the world outside, which nobody announces, and fails with words when it does not come.</summary>
public static class Wait
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="condition">What is waited for.</param>
    /// <param name="what">The same in words.</param>
    /// <param name="patience">How long; <see cref="Patience"/> when not given.</param>
    public static Task Until(Func<bool> condition, string what, TimeSpan? patience = null) => Until(condition, () => what, patience);

    /// <param name="condition">What is waited for.</param>
    /// <param name="what">The same in words, and what there is instead.</param>
    /// <param name="patience">How long; <see cref="Patience"/> when not given.</param>
    public static Task Until(Func<bool> condition, Func<string> what, TimeSpan? patience = null) => Until(() => Task.FromResult(condition()), what, patience);

    /// <param name="condition">What is waited for.</param>
    /// <param name="what">The same in words.</param>
    /// <param name="patience">How long; <see cref="Patience"/> when not given.</param>
    public static Task Until(Func<Task<bool>> condition, string what, TimeSpan? patience = null) => Until(condition, () => what, patience);

    private static async Task Until(Func<Task<bool>> condition, Func<string> what, TimeSpan? patience)
    {
        var limit = patience ?? Patience;
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < limit, $"Waited {limit.TotalSeconds} s in vain until {what()}.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
