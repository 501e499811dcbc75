using Xunit;

namespace ProcessProxy.Harness;

/// <summary>What a server holds of the machine, as /proc shows it: nothing of it may grow by a fault that was survived.</summary>
public sealed record Footprint(int Descriptors, int Sockets, int Threads, int Zombies)
{
    /// <value>A thread pool breathes: by a few a core, and never with the number of faults.</value>
    private static readonly int ThreadsMore = 4 + 4 * Environment.ProcessorCount;

    /// <value>Connections kept alive and a read under way.</value>
    private const int DescriptorsMore = 6;

    public static Footprint Of(int pid)
    {
        var targets = Machine.OpenFiles(pid);
        return new Footprint(
            targets.Count,
            targets.Count(target => target.StartsWith("socket:", StringComparison.Ordinal)),
            Directory.GetDirectories($"/proc/{pid}/task").Length,
            Machine.Pids().Count(child => Machine.State(child) == 'Z' && Machine.Parent(child) == pid));
    }

    /// <summary>Memory that is its own and in use, in bytes.</summary>
    public static long MemoryOf(int pid) => 1024 * long.Parse(
        File.ReadLines($"/proc/{pid}/status").First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal))[8..^2],
        System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Processor time used so far.</summary>
    public static TimeSpan CpuOf(int pid) => Machine.CpuTime(pid);

    /// <summary>Waits until the server holds no more than this again.</summary>
    public async Task AssertIsBackAsync(int pid)
    {
        var now = this;
        try
        {
            await Wait.Until(() => IsWithin(now = Of(pid)), "the server holds no more than before");
        }
        catch (Xunit.Sdk.TrueException)
        {
            Assert.Fail($"Before {this}, now {now}.");
        }
    }

    private bool IsWithin(Footprint now) =>
        now.Descriptors <= Descriptors + DescriptorsMore && now.Sockets <= Sockets + DescriptorsMore
        && now.Threads <= Threads + ThreadsMore && now.Zombies == 0;
}
