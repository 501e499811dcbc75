namespace ProcessProxy.Benchmarks.Measuring;

/// <summary>Figures of one thing measured several times.</summary>
internal sealed class Samples
{
    private readonly List<double> values = [];

    public void Add(double value) => values.Add(value);

    public double? Median => At(0.5);

    public double? P99 => At(0.99);

    private double? At(double share)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length == 0 ? null : sorted[Math.Min((int)(sorted.Length * share), sorted.Length - 1)];
    }
}
