using ProcessProxy.Benchmarks;

if (args is ["floor", var folder, var count])
{
    return Floor.Run(folder, int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
}

if (Options.TryParse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

return await Benchmark.RunAsync(options);
