using ProcessProxy.Benchmarks;
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

if (Options.TryParse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    Console.Error.WriteLine(ProxyOptions.Usage);
    return 2;
}

return await Benchmark.RunAsync(options);
