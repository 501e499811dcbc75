using ProcessProxy.Configuration.Keys.Kinds;

namespace ProcessProxy.Supervision.Machine;

/// <summary>Decides when a process uses too much memory. Pure.</summary>
internal static class MemoryPolicy
{
    /// <summary>The number of consecutive measurements that must be above the limit: a single peak is not a leak.</summary>
    /// <value>3, which takes ten to fifteen seconds.</value>
    public const int Measurements = 3;

    /// <summary>Returns the number of consecutive measurements above the limit, including this one.</summary>
    public static int After(int before, long memory, long? limit) => memory > limit ? Math.Min(before + 1, Measurements) : 0;

    /// <summary>Returns whether this measurement decides. True once, until memory has been below the limit again.</summary>
    public static bool HasExceeded(int before, int after) => before < Measurements && after >= Measurements;

    /// <summary>Returns both figures in words.</summary>
    public static string Describe(long memory, long limit) => $"{Units.Size(memory)}, above its limit of {Units.Size(limit)} (maxMemory)";
}
