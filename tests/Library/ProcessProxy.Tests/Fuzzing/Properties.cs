using FsCheck;
using FsCheck.Fluent;

namespace ProcessProxy.Tests.Fuzzing;

/// <summary>Runs a property as often as <see cref="Fuzz"/> says. What fails is shrunk to the least that still does.</summary>
internal static class Properties
{
    public static void Check(int usual, Property property)
    {
        var (count, seed) = (Fuzz.Rounds(usual), Fuzz.Seed());
        try
        {
            property.Check(Config.QuickThrowOnFailure.WithMaxTest(count).WithReplay((ulong)seed, 1));
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"PROCESSPROXY_FUZZ={count} PROCESSPROXY_FUZZ_SEED={seed} repeats this: {fault.Message}", fault);
        }
    }
}
