using System.Diagnostics;
using ProcessProxy.Benchmarks.Measuring;
using ProcessProxy.Benchmarks.Proxy.Contestants;
using ProcessProxy.Benchmarks.Proxy.Loads;

namespace ProcessProxy.Benchmarks.Proxy;

/// <summary>A contestant that runs with so many routes, in a folder of its own. Disposing ends it.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(15);
    private readonly Process process;
    private readonly List<string> output = [];
    private readonly Task<Ports> starting;
    private Ports ports = new(0, 0);

    public Instance(IContestant contestant, int routes, string mark, string folder, int backend, CertificateFiles certificate)
    {
        Name = contestant.Name;
        Routes = routes;
        Folder = folder;
        (process, starting) = contestant.Start(new Setup(mark, folder, routes, backend, certificate, Take));
    }

    public string Name { get; }

    public int Routes { get; }

    public string Folder { get; }

    /// <summary>The most memory it ever had, in MB.</summary>
    public double Peak => Processes.Family(process.Id).Sum(Processes.PeakRss);

    /// <summary>Waits until it answers every kind of request as it should.</summary>
    public async Task WaitUntilUpAsync(IEnumerable<Load> loads)
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            ports = await starting.WaitAsync(limit.Token);
            foreach (var load in loads)
            {
                if (!await Probe.UntilAnsweredAsync(load, PortOf(load), PathOf(load), () => !process.HasExited, limit.Token))
                {
                    throw new InvalidOperationException($"{Name} with {Routes} routes has ended:\n{Output()}");
                }
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{Name} with {Routes} routes does not answer:\n{Output()}");
        }
    }

    /// <summary>Puts a load on it and watches what that costs.</summary>
    public async Task<Figures> MeasureAsync(Load load, int connections, int seconds)
    {
        var family = Processes.Family(process.Id);
        var before = Cpu(family);
        var seen = await load.Generator.RunAsync(Folder, PortOf(load), PathOf(load), load.Body, connections, seconds);
        return new Figures(seen, Cpu(family) - before);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            Native.Signal(process.Id, Native.Term);
            await process.WaitForExitAsync().WaitAsync(StopPatience);
        }
        catch (TimeoutException)
        {
            Console.Error.WriteLine($"{Name} did not stop and is killed.");
            process.Kill();
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    private static double Cpu(IEnumerable<int> family) => family.Sum(pid => Processes.Cpu(pid).TotalSeconds);

    private int PortOf(Load load) => load.Generator.Secure ? ports.Https : ports.Http;

    // The one in the middle, so that none is favoured that looks through them in order.
    private string PathOf(Load load) => $"/r{Routes / 2}/{load.File}";

    private string Output()
    {
        lock (output)
        {
            return string.Join('\n', output.TakeLast(20));
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
