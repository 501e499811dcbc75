using System.Diagnostics;
using Xunit;

namespace ProcessProxy.EndToEnd.Harness;

/// <summary>Waits for a condition of the world outside, which nobody announces, and fails with words when it does not come.</summary>
internal static class Wait
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task Until(Func<bool> condition, string what) => await Until(() => Task.FromResult(condition()), what);

    public static async Task Until(Func<Task<bool>> condition, string what)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"Waited {Patience.TotalSeconds} s in vain until {what}.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
