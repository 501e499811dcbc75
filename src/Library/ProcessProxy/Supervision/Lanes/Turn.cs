using System.Collections.Concurrent;

namespace ProcessProxy.Supervision.Lanes;

/// <summary>
/// The place of one process in the <see cref="WorkLanes"/>: what is awaited in its context continues there. Its work is done in order, one item
/// after the other.
/// </summary>
/// <param name="lanes">The lanes that do the work.</param>
internal sealed class Turn(WorkLanes lanes) : TaskScheduler
{
    private readonly ConcurrentQueue<Task> work = new();
    private int hurried;

    /// <summary>Gets or sets whether the process crashes repeatedly, so that the cost of its work is counted.</summary>
    public bool IsCrashLooping { get; set; }

    /// <summary>Gives the work of this process priority while somebody waits for it.</summary>
    /// <returns>Dispose it when nobody waits anymore.</returns>
    public IDisposable Hurry()
    {
        Interlocked.Increment(ref hurried);
        if (!work.IsEmpty)
        {
            // The work it has in the long queue is done from the short one; its place in the long queue stays empty.
            lanes.Enter(this, isUrgent: true);
        }

        return new Haste(this);
    }

    /// <summary>Does the next item of work, if any is left.</summary>
    public void DoNext()
    {
        if (work.TryDequeue(out var task))
        {
            TryExecuteTask(task);
        }
    }

    /// <summary>Records the processor time of an item of work.</summary>
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
    /// <remarks>Never inline: the work would run on whatever thread brings the message.</remarks>
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
