namespace ProcessProxy.Supervision.Lanes;

/// <summary>
/// Lets programs that crash again and again be started again as fast as that costs no more than a share of a processor: a few never notice, a
/// thousand wait for one another. Who crashes for the first time, and what somebody asks for, does not come here.
/// </summary>
/// <remarks>Each restart is paid for before it begins, at what the last ones have cost, so that a thousand that are due together do not begin together.</remarks>
/// <param name="time">The clock. What is spent is real time of a processor, so it must be a real clock.</param>
internal sealed class RestartPace(TimeProvider time) : IDisposable
{
    /// <value>Of one processor, for the work on the lanes. About as much again is done elsewhere for each restart.</value>
    private const double Share = 0.08;

    /// <summary>What may be spent ahead: so much that a few dozen restarts at the same moment do not wait for one another.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(50);

    /// <summary>How long restarts and what they cost are counted before the next ones are priced by it. A restart and its cost fall into the same time, as a rule.</summary>
    private static readonly TimeSpan Counted = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Queue<Action> waiting = new();
    private TimeSpan price = TimeSpan.FromMilliseconds(1);
    private TimeSpan spent;
    private int begun;
    private long countedFrom = time.GetTimestamp();
    private TimeSpan debt;
    private long settled = time.GetTimestamp();
    private ITimer? clock;
    private bool isOver;

    /// <summary>Calls this at once, or when those who came before have had their turn and it can be afforded.</summary>
    public void Await(Action begin)
    {
        lock (gate)
        {
            if (isOver)
            {
                return;
            }

            waiting.Enqueue(begin);
            if (waiting.Count > 1)
            {
                // The clock is set for those before.
                return;
            }
        }

        BeginWhoCan();
    }

    /// <summary>Notes what was spent on a program that crashes again and again.</summary>
    public void Spend(TimeSpan used)
    {
        lock (gate)
        {
            spent += used;
        }
    }

    /// <summary>Forgets who waits.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isOver = true;
            waiting.Clear();
            clock?.Dispose();
        }
    }

    private void BeginWhoCan()
    {
        while (Next() is { } begin)
        {
            begin();
        }
    }

    /// <summary>Takes the next one if it can be afforded; else sets the clock for it.</summary>
    private Action? Next()
    {
        lock (gate)
        {
            if (isOver || waiting.Count == 0)
            {
                return null;
            }

            var now = time.GetTimestamp();
            var left = debt - (time.GetElapsedTime(settled, now) * Share);
            (debt, settled) = (left > TimeSpan.Zero ? left : TimeSpan.Zero, now);
            if (debt > Ahead)
            {
                clock ??= time.CreateTimer(_ => BeginWhoCan(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                clock.Change((debt - Ahead) / Share, Timeout.InfiniteTimeSpan);
                return null;
            }

            debt += Price(now);
            begun++;
            return waiting.Dequeue();
        }
    }

    private TimeSpan Price(long now)
    {
        if (begun > 0 && time.GetElapsedTime(countedFrom, now) >= Counted)
        {
            price = (price + (spent / begun)) / 2;
            (spent, begun, countedFrom) = (TimeSpan.Zero, 0, now);
        }

        return price;
    }
}
