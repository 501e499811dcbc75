using System.Globalization;
using System.Runtime.InteropServices;
using ProcessProxy.Benchmarks.Measuring;
using ProcessProxy.Benchmarks.Proxy.Contestants;
using ProcessProxy.Benchmarks.Proxy.Loads;

namespace ProcessProxy.Benchmarks.Proxy;

/// <summary>Starts every contestant with every number of routes, measures them, and prints the tables.</summary>
internal static class ProxyBenchmark
{
    public static async Task<int> RunAsync(ProxyOptions options)
    {
        var contestants = Contestants(options);
        var loads = Loads(options);
        var matrix = new Matrix(options, loads, [.. contestants.Select(contestant => contestant.Name)]);
        var mark = Guid.NewGuid().ToString("N");
        var folder = Directory.CreateTempSubdirectory("processproxy-bench-").FullName;
        List<Instance> instances = [];
        try
        {
            var certificate = CertificateFiles.Write(folder);
            using var backend = new BackendProcess(mark, folder);
            var port = await backend.PortAsync();
            foreach (var routes in options.Routes)
            {
                foreach (var contestant in contestants)
                {
                    var own = Directory.CreateDirectory(Path.Combine(folder, $"{contestant.Name}-{routes}")).FullName;
                    instances.Add(new Instance(contestant, routes, mark, own, port, certificate));
                    await instances[^1].WaitUntilUpAsync(loads);
                }
            }

            await matrix.RunAsync(instances);
        }
        finally
        {
            foreach (var instance in instances)
            {
                await instance.DisposeAsync();
            }

            foreach (var left in Processes.Marked(mark))
            {
                Native.Signal(left, Native.Kill);
            }

            Directory.Delete(folder, recursive: true);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, .NET {Environment.Version}, {options.Rounds} rounds of {options.Seconds} s after {options.Warmup} s of warm-up, {options.Connections} requests at a time"));
        matrix.Print();
        return 0;
    }

    private static List<IContestant> Contestants(ProxyOptions options)
    {
        List<IContestant> all = [new Ours("ours", Ours.Server, []), new BareYarpApp(), new Nginx(), new HaProxy(), new Caddy()];
        all.InsertRange(1, options.Settings.Select(settings => new Ours($"ours ({settings.Title})", Ours.Server, settings.Environment)));
        all.AddRange(options.Instances.Select(count => new Ours($"instances-{count}", Ours.Server, [], count)));
        if (options.Before is { } before)
        {
            all.Insert(1, new Ours("ours before", before, []));
        }

        return [.. all.Where(contestant => Argument.Wants(options.Only, contestant.Name) && Has(contestant.Name, contestant.Missing))];
    }

    private static List<Load> Loads(ProxyOptions options) =>
    [
        .. Load.All.Where(load => Argument.Wants(options.Loads, load.Key) && Has(
            load.Title,
            Launcher.Which(load.Generator.Program) is null ? $"{load.Generator.Program} is missing (package {load.Generator.Package})" : null)),
    ];

    private static bool Has(string name, string? missing)
    {
        if (missing is not null)
        {
            Console.WriteLine($"Without {name}: {missing}.");
        }

        return missing is null;
    }
}
