using System.Globalization;
using ProcessProxy.Benchmarks.Proxy.Loads;

namespace ProcessProxy.Benchmarks.Proxy;

/// <summary>Puts every load on each instance in turn, round by round, so that what disturbs the machine disturbs all of them.</summary>
internal sealed class Matrix(ProxyOptions options, IReadOnlyList<Load> loads, IReadOnlyList<string> contestants)
{
    private readonly ProxyResults figures = new(contestants);
    private readonly ProxyResults scaling = new(contestants);

    public async Task RunAsync(IReadOnlyList<Instance> instances)
    {
        foreach (var load in loads)
        {
            foreach (var instance in instances)
            {
                await instance.MeasureAsync(load, options.Connections, options.Warmup);
            }
        }

        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var load in loads)
            {
                await MeasureAsync(round, load, instances);
            }
        }

        foreach (var instance in instances)
        {
            figures.Add($"peak memory, {Routes(instance.Routes)}, MB", instance.Name, 0, instance.Peak);
        }
    }

    public void Print()
    {
        Console.WriteLine($"\nMedians:\n\n{figures.ToTable()}");
        if (contestants.Count > 1)
        {
            Console.WriteLine($"Ratios to {figures.Base}, medians of those within one round:\n\n{figures.ToRatios()}");
        }

        if (options.Routes.Length > 1)
        {
            Console.WriteLine($"CPU of a request, compared with {Routes(options.Routes[0])}:\n\n{scaling.ToTable()}");
        }
    }

    private async Task MeasureAsync(int round, Load load, IReadOnlyList<Instance> instances)
    {
        Dictionary<string, double> fewest = [];
        foreach (var instance in instances)
        {
            var seen = await instance.MeasureAsync(load, options.Connections, options.Seconds);
            var row = $"{load.Title}, {Routes(instance.Routes)}";
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  round {round}: {instance.Name}: {row}: {seen.RequestsPerSecond:0}/s, p50 {seen.P50:0.00} ms, p99 {seen.P99:0.00} ms, {seen.CpuPer100K:0.00} CPU s per 100k"));
            figures.Add($"{row}: requests/s", instance.Name, round, seen.RequestsPerSecond);
            figures.Add($"{row}: p50, ms", instance.Name, round, seen.P50);
            figures.Add($"{row}: p99, ms", instance.Name, round, seen.P99);
            figures.Add($"{row}: CPU, s per 100k", instance.Name, round, seen.CpuPer100K);
            if (fewest.TryGetValue(instance.Name, out var one))
            {
                scaling.Add(row, instance.Name, round, seen.CpuPer100K / one);
            }
            else
            {
                fewest[instance.Name] = seen.CpuPer100K;
            }
        }
    }

    private static string Routes(int count) => count == 1 ? "1 route" : string.Create(CultureInfo.InvariantCulture, $"{count:#,0} routes");
}
