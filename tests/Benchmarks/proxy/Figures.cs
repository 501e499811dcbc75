using ProcessProxy.Benchmarks.Proxy.Loads;

namespace ProcessProxy.Benchmarks.Proxy;

/// <summary>What one load showed.</summary>
/// <param name="seen">What its generator saw.</param>
/// <param name="cpu">The seconds of CPU time that the contestant used meanwhile.</param>
internal sealed class Figures(LoadFigures seen, double cpu)
{
    public double RequestsPerSecond => seen.Requests / seen.Seconds;

    public double P50 => seen.P50;

    public double P99 => seen.P99;

    public double CpuPer100K => cpu / seen.Requests * 100_000;
}
