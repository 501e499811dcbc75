using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision.Lanes;

/// <summary>
/// A few threads for work that blocks in the kernel: launches, state files, control groups. However many processes crash at
/// once, no thread that carries traffic does any of it. Work is done in the order of arrival; work that somebody waits for has priority.
/// </summary>
internal sealed class WorkLanes : IDisposable
{
    private readonly object gate = new();
    private readonly Queue<Turn> urgent = new();
    private readonly Queue<Turn> ordinary = new();
    private readonly Thread[] threads;
    private bool isOver;

    /// <summary>Starts the threads.</summary>
    /// <param name="count">The number of threads.</param>
    public WorkLanes(int count)
    {
        threads = [.. Enumerable.Range(1, count).Select(number => new Thread(Work) { IsBackground = true, Name = $"ProcessProxy lane {number}" })];
        foreach (var thread in threads)
        {
            thread.Start();
        }
    }

    /// <summary>Enough to keep the disk and the kernel of a small machine busy: a launch is mostly waiting.</summary>
    public static int Usual { get; } = Math.Clamp(2 * Environment.ProcessorCount, 4, 16);

    /// <summary>Gets the limit on restarts of processes that crash repeatedly.</summary>
    public RestartPace Pace { get; } = new(TimeProvider.System);

    /// <summary>Ends the threads after the work in progress.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isOver = true;
            Monitor.PulseAll(gate);
        }

        Pace.Dispose();
        foreach (var thread in threads)
        {
            thread.Join();
        }
    }

    /// <summary>Queues one item of work of <paramref name="turn"/>.</summary>
    public void Enter(Turn turn, bool isUrgent)
    {
        lock (gate)
        {
            if (isOver)
            {
                // After the lanes have ended, the rest of the work runs wherever it is posted.
                ThreadPool.UnsafeQueueUserWorkItem(static late => late.DoNext(), turn, preferLocal: false);
                return;
            }

            (isUrgent ? urgent : ordinary).Enqueue(turn);
            Monitor.Pulse(gate);
        }
    }

    private void Work()
    {
        while (Next() is { } turn)
        {
            var begun = ProcessorTime.OfThisThread();
            turn.DoNext();
            turn.Spend(ProcessorTime.OfThisThread() - begun);
        }
    }

    /// <summary>Waits for the next turn; returns null at the end.</summary>
    private Turn? Next()
    {
        // Not a semaphore: a semaphore spins before it waits.
        lock (gate)
        {
            Turn? next;
            while (!urgent.TryDequeue(out next) && !ordinary.TryDequeue(out next) && !isOver)
            {
                Monitor.Wait(gate);
            }

            return next;
        }
    }
}
