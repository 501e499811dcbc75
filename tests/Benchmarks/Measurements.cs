using System.Diagnostics;
using System.Globalization;
using ProcessProxy.Benchmarks.Measuring;
using ProcessProxy.Benchmarks.Supervisors;

namespace ProcessProxy.Benchmarks;

/// <summary>The things that are measured of a supervisor.</summary>
internal sealed class Measurements(Options options, Results results)
{
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(15);

    public async Task FloorAsync(int count)
    {
        var (up, down) = (new Samples(), new Samples());
        for (var round = 0; round < options.Rounds; round++)
        {
            var folder = Directory.CreateTempSubdirectory("processproxy-floor-").FullName;
            var answer = "";
            using var process = Launcher.Start(
                Guid.NewGuid().ToString("N"), Environment.ProcessPath!, ["floor", folder, count.ToString(CultureInfo.InvariantCulture)], folder,
                line: line => answer += line);
            await process.WaitForExitAsync();
            Directory.Delete(folder, recursive: true);
            var figures = answer.Split(' ').Select(figure => double.Parse(figure, CultureInfo.InvariantCulture)).ToArray();
            up.Add(figures[0]);
            down.Add(figures[1]);
        }

        results.Add($"start {count}, ms", Results.Floor, up.Median);
        results.Add($"stop {count}, ms", Results.Floor, down.Median);
    }

    public async Task StartStopAsync(ISupervisor supervisor, int count)
    {
        var (up, adopted, down) = (new Samples(), new Samples(), new Samples());
        for (var round = 0; round < options.Rounds; round++)
        {
            using var run = new Run(supervisor, count);
            up.Add(await run.StartAsync());
            if (supervisor is ProcessProxySupervisor)
            {
                adopted.Add(await run.KillAndStartAsync());
            }

            down.Add(await run.StopAsync());
        }

        results.Add($"start {count}, ms", supervisor.Name, up.Median);
        results.Add($"stop {count}, ms", supervisor.Name, down.Median);
        results.Add($"adopt {count} after kill -9, ms", supervisor.Name, adopted.Median);
    }

    public async Task IdleAndListAsync(ISupervisor supervisor, int count)
    {
        using var run = new Run(supervisor, count);
        await run.StartAsync();
        await Task.Delay(Settle);
        var own = run.Supervising();
        var before = own.Sum(pid => Processes.Cpu(pid).TotalMilliseconds);
        var started = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(options.IdleSeconds));
        var used = own.Sum(pid => Processes.Cpu(pid).TotalMilliseconds) - before;
        results.Add($"idle CPU at {count}, % of a core", supervisor.Name, used / Stopwatch.GetElapsedTime(started).TotalMilliseconds * 100);
        results.Add($"memory at {count}, MB RSS", supervisor.Name, own.Sum(Processes.Rss));
        results.Add($"memory at {count}, MB PSS", supervisor.Name, own.Sum(Processes.Pss));
        if (supervisor.Lister(run.Folder) is { } list)
        {
            await ListAsync(supervisor, count, list);
            results.Add($"memory at {count} after lists, MB RSS", supervisor.Name, run.Supervising().Sum(Processes.Rss));
        }

        await run.StopAsync();
    }

    public async Task RestartAsync(ISupervisor supervisor)
    {
        var folder = Directory.CreateTempSubdirectory("processproxy-bell-").FullName;
        using var bell = new Bell(Path.Combine(folder, "bell"));
        using var run = new Run(supervisor, 1, bell.Ringer);
        var latency = new Samples();
        await run.StartAsync();
        var (pid, _) = bell.Wait();
        for (var i = 0; i < Math.Min(options.Restarts, supervisor.MostRestarts); i++)
        {
            await Task.Delay(supervisor.RestartSettle);
            var killed = Stopwatch.GetTimestamp();
            Native.Signal(pid, Native.Kill);
            (pid, var again) = bell.Wait();
            latency.Add(Stopwatch.GetElapsedTime(killed, again).TotalMilliseconds);
        }

        results.Add("restart after a kill, ms, median", supervisor.Name, latency.Median);
        results.Add("restart after a kill, ms, p99", supervisor.Name, latency.P99);
        await run.StopAsync();
        bell.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private async Task ListAsync(ISupervisor supervisor, int count, Func<Task> list)
    {
        var latency = new Samples();
        var calls = supervisor is Pm2 ? Math.Min(options.Lists, 10) : options.Lists;
        var first = Stopwatch.GetTimestamp();
        await list();
        results.Add($"first list of {count}, ms", supervisor.Name, Stopwatch.GetElapsedTime(first).TotalMilliseconds);
        for (var i = 0; i < calls; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await list();
            latency.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        results.Add($"list of {count}, ms, median", supervisor.Name, latency.Median);
        results.Add($"list of {count}, ms, p99", supervisor.Name, latency.P99);
    }
}
