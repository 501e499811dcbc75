using System.Globalization;
using Xunit;

namespace ProcessProxy.Harness;

/// <summary>
/// Runs a test over and over with random input. <c>PROCESSPROXY_FUZZ=100000</c> sets the number of rounds, from a seed of
/// its own each time; <c>PROCESSPROXY_FUZZ_SEED</c> sets the seed. Round n has the seed plus n, so that a single round can be
/// repeated.
/// </summary>
public static class Fuzz
{
    private const int UsualSeed = 20_260_101;

    /// <summary>The number of rounds asked for, or the usual one.</summary>
    public static int Rounds(int usual) => Number("PROCESSPROXY_FUZZ") ?? usual;

    /// <summary>The seed of the first round: always the same unless many rounds or another seed are asked for.</summary>
    public static int Seed() =>
        Number("PROCESSPROXY_FUZZ_SEED") ?? (Number("PROCESSPROXY_FUZZ") is null ? UsualSeed : Random.Shared.Next(int.MaxValue / 2));

    /// <summary>Runs the rounds, one after the other.</summary>
    /// <returns>How many there were.</returns>
    public static int Run(int usual, Action<Random> round)
    {
        var (count, seed) = (Rounds(usual), Seed());
        for (var number = 0; number < count; number++)
        {
            try
            {
                round(new Random(seed + number));
            }
            catch (Exception fault)
            {
                throw Failure(seed + number, fault);
            }
        }

        return count;
    }

    /// <summary>Runs the rounds, one after the other; a round that takes longer than <paramref name="patience"/> hangs, which is a failure too.</summary>
    /// <returns>How many there were.</returns>
    public static async Task<int> RunAsync(int usual, TimeSpan patience, Func<Random, Task> round)
    {
        var (count, seed) = (Rounds(usual), Seed());
        for (var number = 0; number < count; number++)
        {
            try
            {
                await round(new Random(seed + number)).WaitAsync(patience, TestContext.Current.CancellationToken);
            }
            catch (Exception fault) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                throw Failure(seed + number, fault);
            }
        }

        return count;
    }

    private static InvalidOperationException Failure(int seed, Exception fault) =>
        new($"PROCESSPROXY_FUZZ=1 PROCESSPROXY_FUZZ_SEED={seed} repeats this round: {fault.Message}", fault);

    private static int? Number(string variable) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
