using System.Diagnostics;

namespace ProcessProxy.Benchmarks.Measuring;

/// <summary>Counts the programs of a measurement as they come and go. Each process is looked at once, so that looking costs little.</summary>
internal sealed class Sleepers(string mark)
{
    public const string Program = "sleep";
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(3);
    private readonly HashSet<int> strangers = [.. Processes.Pids()];
    private readonly HashSet<int> found = [];

    /// <summary>Waits until so many run.</summary>
    /// <returns>False when that takes too long.</returns>
    public async Task<bool> WaitForAsync(int count, TimeSpan limit)
    {
        var started = Stopwatch.GetTimestamp();
        var looked = started;
        while (Count() < count)
        {
            if (Stopwatch.GetElapsedTime(looked) > Again)
            {
                // A program is seen without its environment in the middle of its exec, and numbers are used again.
                strangers.Clear();
                looked = Stopwatch.GetTimestamp();
            }

            if (Stopwatch.GetElapsedTime(started) > limit)
            {
                return false;
            }

            await Task.Delay(Pause);
        }

        return true;
    }

    /// <summary>How many of those that were seen, or are now, are alive.</summary>
    public int Alive()
    {
        Count();
        return found.Count(Processes.IsAlive);
    }

    public IReadOnlyCollection<int> Pids => found;

    private int Count()
    {
        foreach (var pid in Processes.Pids())
        {
            // Between fork and exec it still has its parent's name; then it is looked at again.
            if (!strangers.Contains(pid) && !found.Contains(pid) && Processes.Name(pid) == Program)
            {
                (Processes.Carries(pid, mark) ? found : strangers).Add(pid);
            }
        }

        return found.Count;
    }

    /// <summary>Ends everything that carries the mark.</summary>
    public void EndAll()
    {
        while (Processes.Marked(mark) is { Count: > 0 } left)
        {
            foreach (var pid in left)
            {
                Native.Signal(pid, Native.Kill);
            }
        }
    }
}
