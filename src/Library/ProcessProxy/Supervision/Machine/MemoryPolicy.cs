using ProcessProxy.Configuration.Keys.Kinds;

namespace ProcessProxy.Supervision.Machine;

/// <summary>When a process uses too much memory. Pure decisions.</summary>
internal static class MemoryPolicy
{
    /// <summary>How many measurements in a row must find it above its limit: a peak alone is no leak.</summary>
    /// <value>3, which takes ten to fifteen seconds.</value>
    public const int Measurements = 3;

    /// <summary>How many measurements in a row have found it above its limit, after one more.</summary>
    public static int After(int before, long memory, long? limit) => memory > limit ? Math.Min(before + 1, Measurements) : 0;

    /// <summary>Whether this measurement is the one that decides. Told once, until it has been below again.</summary>
    public static bool HasExceeded(int before, int after) => before < Measurements && after >= Measurements;

    /// <summary>Both figures, in words.</summary>
    public static string Describe(long memory, long limit) => $"{Units.Size(memory)}, above its limit of {Units.Size(limit)} (maxMemory)";
}
