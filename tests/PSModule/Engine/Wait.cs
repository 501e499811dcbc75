using System.Diagnostics;
using Xunit;

namespace ProcessProxy.PSModule.Tests.Engine;

/// <summary>Waits for a condition of the world outside, which nobody announces, and fails with words when it does not come.</summary>
internal static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <param name="condition">What is waited for.</param>
    /// <param name="what">The same in words.</param>
    public static Task Until(Func<bool> condition, string what) => Until(condition, () => what);

    /// <param name="condition">What is waited for.</param>
    /// <param name="what">The same in words, and what there is instead.</param>
    public static Task Until(Func<bool> condition, Func<string> what) => Until(() => Task.FromResult(condition()), what);

    /// <param name="condition">What is waited for.</param>
    /// <param name="what">The same in words.</param>
    public static Task Until(Func<Task<bool>> condition, string what) => Until(condition, () => what);

    private static async Task Until(Func<Task<bool>> condition, Func<string> what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"Waited {Patience.TotalSeconds} s in vain until {what()}.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
