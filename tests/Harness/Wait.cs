using System.Diagnostics;
using System.Runtime.CompilerServices;
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

    /// <summary>
    /// Lets the time of a test's own clock pass in steps until a condition holds: who waits by that clock sets the next timer only a moment after
    /// the last has rung.
    /// </summary>
    /// <param name="step">Lets some time pass.</param>
    /// <param name="condition">What is waited for.</param>
    /// <param name="what">The same in words; as it is written when not given.</param>
    public static Task Passing(Action step, Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Until(
            () =>
            {
                if (condition())
                {
                    return Task.FromResult(true);
                }

                step();
                return Task.FromResult(false);
            },
            () => what,
            patience: null,
            pause: 1);

    private static async Task Until(Func<Task<bool>> condition, Func<string> what, TimeSpan? patience, int pause = 10)
    {
        var limit = patience ?? Patience;
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < limit, $"Waited {limit.TotalSeconds} s in vain until {what()}.");
            await Task.Delay(pause, TestContext.Current.CancellationToken);
        }
    }
}
