using System.Diagnostics;
using ProcessProxy.Benchmarks.Measuring;
using ProcessProxy.Benchmarks.Supervisors;

namespace ProcessProxy.Benchmarks;

/// <summary>One supervisor that runs its programs in a folder of its own. Disposing ends and removes everything.</summary>
internal sealed class Run : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly ISupervisor supervisor;
    private readonly string mark = Guid.NewGuid().ToString("N");
    private readonly List<string> output = [];
    private readonly Sleepers sleepers;
    private Process? process;

    public Run(ISupervisor supervisor, int count, string[]? command = null)
    {
        this.supervisor = supervisor;
        Count = count;
        sleepers = new Sleepers(mark);
        supervisor.Configure(Folder, count, command ?? [Sleepers.Program, "1000000"]);
    }

    public int Count { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("processproxy-bench-").FullName;

    /// <summary>Starts the supervisor and waits until everything runs.</summary>
    /// <returns>The milliseconds from before its exec.</returns>
    public async Task<double> StartAsync()
    {
        var started = Stopwatch.GetTimestamp();
        process = supervisor.Start(mark, Folder, Take);
        if (supervisor is ProcessProxySupervisor ours)
        {
            // Later than the last program's start: by then every file is written.
            await ours.Up.WaitAsync(Patience);
            var up = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            await ExpectAsync();
            return up;
        }

        await ExpectAsync();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Stops it and waits until nothing runs any more.</summary>
    /// <returns>The milliseconds.</returns>
    public async Task<double> StopAsync()
    {
        var started = Stopwatch.GetTimestamp();
        await supervisor.StopAsync(process!, mark, Folder).WaitAsync(Patience);
        while (sleepers.Alive() > 0)
        {
            await Task.Delay(3);
        }

        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    /// <summary>Kills the supervisor and starts it again over its living programs.</summary>
    /// <returns>The milliseconds until it has all of them again.</returns>
    public async Task<double> KillAndStartAsync()
    {
        var before = sleepers.Pids;
        Native.Signal(process!.Id, Native.Kill);
        await process.WaitForExitAsync();
        process.Dispose();
        var started = Stopwatch.GetTimestamp();
        process = supervisor.Start(mark, Folder, Take);
        await ((ProcessProxySupervisor)supervisor).Up.WaitAsync(Patience);
        var up = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        return sleepers.Alive() == Count && before.Count == Count ? up : throw new InvalidOperationException("Not every program was adopted.");
    }

    /// <summary>The processes of the supervisor itself.</summary>
    public IReadOnlyList<int> Supervising() => [.. Processes.Marked(mark).Except(sleepers.Pids)];

    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            // First, or it would start again what is ended below.
            process.Kill();
        }

        sleepers.EndAll();
        process?.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private async Task ExpectAsync()
    {
        if (!await sleepers.WaitForAsync(Count, Patience))
        {
            throw new TimeoutException($"{supervisor.Name} did not get {Count} programs up in {Patience.TotalMinutes} minutes:\n{string.Join('\n', output.TakeLast(20))}");
        }
    }

    private void Take(string line)
    {
        lock (output)
        {
            output.Add(line);
        }
    }
}
