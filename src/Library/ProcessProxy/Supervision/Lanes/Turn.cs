using System.Collections.Concurrent;

namespace ProcessProxy.Supervision.Lanes;

/// <summary>
/// The place of one process in the <see cref="WorkLanes"/>: what is awaited with its context goes on there. Its work is done in order, one piece
/// after the other, as its owner awaits it.
/// </summary>
/// <param name="lanes">Where the work is done.</param>
internal sealed class Turn(WorkLanes lanes) : TaskScheduler
{
    private readonly ConcurrentQueue<Task> work = new();
    private int hurried;

    /// <summary>Whether the process crashes again and again, so that what is done for it is counted.</summary>
    public bool IsCrashLooping { get; set; }

    /// <summary>While somebody waits for this process, its work goes before that of those for whom nobody does.</summary>
    /// <returns>Dispose it when nobody waits any more.</returns>
    public IDisposable Hurry()
    {
        Interlocked.Increment(ref hurried);
        if (!work.IsEmpty)
        {
            // What it has in the long queue is done from the short one; the other place there is left empty.
            lanes.Enter(this, isUrgent: true);
        }

        return new Haste(this);
    }

    /// <summary>Does the next piece of work, if there is any left.</summary>
    public void DoNext()
    {
        if (work.TryDequeue(out var task))
        {
            TryExecuteTask(task);
        }
    }

    /// <summary>Notes the processor time of a piece of work.</summary>
    public void Spend(TimeSpan used)
    {
        if (IsCrashLooping)
        {
            lanes.Pace.Spend(used);
        }
    }

    /// <inheritdoc/>
    protected override void QueueTask(Task task)
    {
        work.Enqueue(task);
        lanes.Enter(this, Volatile.Read(ref hurried) > 0);
    }

    /// <inheritdoc/>
    /// <remarks>Never: work would come to be done on whatever thread brings the news.</remarks>
    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    /// <inheritdoc/>
    protected override IEnumerable<Task> GetScheduledTasks() => [.. work];

    private sealed class Haste(Turn turn) : IDisposable
    {
        private Turn? hurrying = turn;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref hurrying, null) is { } over)
            {
                Interlocked.Decrement(ref over.hurried);
            }
        }
    }
}
