using ProcessProxy.Benchmarks;
using ProcessProxy.Benchmarks.Import;
using ProcessProxy.Benchmarks.Proxy;

if (args is ["floor", var folder, var count])
{
    return Floor.Run(folder, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
}

if (args is ["proxy", .. var rest])
{
    if (ProxyOptions.TryParse(rest) is { } proxyOptions)
    {
        return await ProxyBenchmark.RunAsync(proxyOptions);
    }

    Console.Error.WriteLine(ProxyOptions.Usage);
    return 2;
}

if (args is ["import", .. var settings])
{
    if (ImportOptions.TryParse(settings) is { } importOptions)
    {
        return await ImportBenchmark.RunAsync(importOptions);
    }

    Console.Error.WriteLine(ImportOptions.Usage);
    return 2;
}

if (Options.TryParse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    Console.Error.WriteLine(ProxyOptions.Usage);
    Console.Error.WriteLine(ImportOptions.Usage);
    return 2;
}

return await Benchmark.RunAsync(options);
