namespace ProcessProxy.Supervision.Lanes;

/// <summary>
/// Limits restarts of programs that crash repeatedly to a share of a processor: a few never notice, a
/// thousand wait for one another. First crashes and commands of users do not come here.
/// </summary>
/// <remarks>Each restart is paid for in advance, at the cost of the last ones, so a thousand that are due together do not begin together.</remarks>
/// <param name="time">The clock. It must be a real clock, because the cost is real processor time.</param>
internal sealed class RestartPace(TimeProvider time) : IDisposable
{
    /// <value>A share of one processor, for the work on the lanes. Each restart costs about the same again elsewhere.</value>
    private const double Share = 0.08;

    /// <summary>The budget that may be saved up: enough that a few dozen simultaneous restarts do not wait for one another.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromMilliseconds(50);

    /// <summary>The time over which restarts and their cost are averaged. A restart and its cost usually fall into the same period.</summary>
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

    /// <summary>Invokes the callback immediately, or when earlier ones have had their turn and the budget allows it.</summary>
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
                // The timer is set for earlier ones.
                return;
            }
        }

        BeginWhoCan();
    }

    /// <summary>Records the cost of work for a program that crashes repeatedly.</summary>
    public void Spend(TimeSpan used)
    {
        lock (gate)
        {
            spent += used;
        }
    }

    /// <summary>Forgets all that wait.</summary>
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

    /// <summary>Starts the next one if the budget allows it; otherwise sets the timer for it.</summary>
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
