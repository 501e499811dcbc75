using ProcessProxy.Platform.Processes;

namespace ProcessProxy.Supervision.Lanes;

/// <summary>
/// A few threads that do what keeps a thread waiting for the kernel: launches, files of state, control groups. However many processes crash at
/// once, no thread that carries traffic does any of it. Whose turn it is goes by who came first; what somebody waits for goes before.
/// </summary>
internal sealed class WorkLanes : IDisposable
{
    private readonly object gate = new();
    private readonly Queue<Turn> urgent = new();
    private readonly Queue<Turn> ordinary = new();
    private readonly Thread[] threads;
    private bool isOver;

    /// <summary>Starts the threads.</summary>
    /// <param name="count">How many there are.</param>
    public WorkLanes(int count)
    {
        threads = [.. Enumerable.Range(1, count).Select(number => new Thread(Work) { IsBackground = true, Name = $"ProcessProxy lane {number}" })];
        foreach (var thread in threads)
        {
            thread.Start();
        }
    }

    /// <summary>As many as keep a small machine's disk and kernel busy: most of the time of a launch is waiting.</summary>
    public static int Usual { get; } = Math.Clamp(2 * Environment.ProcessorCount, 4, 16);

    /// <summary>How fast those are started again that crash again and again.</summary>
    public RestartPace Pace { get; } = new(TimeProvider.System);

    /// <summary>Ends the threads, after what is being done.</summary>
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

    /// <summary>Has one piece of work of <paramref name="turn"/> done when it is its turn.</summary>
    public void Enter(Turn turn, bool isUrgent)
    {
        lock (gate)
        {
            if (isOver)
            {
                // Who is served by lanes that are no more is let go of as well; its rest is done wherever it comes from.
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

    /// <summary>Waits for whose turn it is; null at the end.</summary>
    private Turn? Next()
    {
        // Not a semaphore, which spins before it waits.
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
