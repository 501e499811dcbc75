using System.Runtime.InteropServices;
using ProcessProxy.Benchmarks.Supervisors;

namespace ProcessProxy.Benchmarks;

/// <summary>Measures everything in turn, ours first, and prints the table.</summary>
internal static class Benchmark
{
    public static async Task<int> RunAsync(Options options)
    {
        var results = new Results();
        var measure = new Measurements(options, results);
        foreach (var count in options.Counts)
        {
            await measure.FloorAsync(count);
        }

        ISupervisor[] all = [new ProcessProxySupervisor(), new Supervisord(), new S6(), new Pm2()];
        foreach (var supervisor in all.Where(supervisor => options.Wants(supervisor.Name)))
        {
            if (!supervisor.IsInstalled)
            {
                results.AddNote(supervisor.Name, supervisor is ProcessProxySupervisor ? "build src/Server with -c Release" : "not installed");
                continue;
            }

            try
            {
                await MeasureAsync(supervisor, options, measure);
            }
            catch (TimeoutException late)
            {
                // The others are measured all the same; what is missing shows as a dash.
                Console.Error.WriteLine(late.Message);
            }
        }

        Console.WriteLine(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, .NET {Environment.Version}, {options.Rounds} rounds, {options.Restarts} restarts, {options.Lists} lists, idle for {options.IdleSeconds} s"));
        Console.WriteLine("Medians; in brackets the ratio to ours.");
        Console.WriteLine();
        Console.Write(results.ToTable());
        return 0;
    }

    private static async Task MeasureAsync(ISupervisor supervisor, Options options, Measurements measure)
    {
        foreach (var count in options.Counts)
        {
            await measure.StartStopAsync(supervisor, count);
        }

        await measure.RestartAsync(supervisor);
        await measure.IdleAndListAsync(supervisor, options.Counts[^1]);
    }
}
