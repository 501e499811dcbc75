namespace ProcessProxy.AspNetCore.Connections;

/// <summary>Counts what requests open besides their own connection: connections to backends and files that are being sent.</summary>
/// <param name="most">The limit.</param>
/// <param name="clock">The clock.</param>
internal sealed class OutgoingAllowance(int most, TimeProvider clock)
{
    /// <summary>The time a request waits for another one to release one.</summary>
    /// <value>5 seconds.</value>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private TaskCompletionSource? change;
    private int taken;

    /// <summary>Takes one if there is any. The caller releases it with <see cref="Return"/>.</summary>
    public bool TryTake()
    {
        for (var before = Volatile.Read(ref taken); before < most;)
        {
            var seen = Interlocked.CompareExchange(ref taken, before + 1, before);
            if (seen == before)
            {
                return true;
            }

            before = seen;
        }

        return false;
    }

    /// <summary>Takes one, and waits for it for a limited time.</summary>
    /// <exception cref="NoRoomException">There is none.</exception>
    public async ValueTask TakeAsync(CancellationToken cancellationToken)
    {
        for (var begun = clock.GetTimestamp(); !TryTake();)
        {
            // Take the signal before checking again: a release between the two is not missed.
            var signal = Volatile.Read(ref change) ?? NewSignal();
            if (TryTake())
            {
                return;
            }

            var left = Patience - clock.GetElapsedTime(begun);
            if (left <= TimeSpan.Zero)
            {
                throw new NoRoomException($"All {most} outgoing connections of the server are in use.");
            }

            await signal.Task.WaitAsync(left, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Releases one.</summary>
    public void Return()
    {
        Interlocked.Decrement(ref taken);
        Interlocked.Exchange(ref change, null)?.TrySetResult();
    }

    private TaskCompletionSource NewSignal()
    {
        var fresh = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return Interlocked.CompareExchange(ref change, fresh, null) ?? fresh;
    }
}

/// <summary>The exception that is thrown when the server has no descriptor left for a request. It says nothing about the target.</summary>
internal sealed class NoRoomException(string message) : IOException(message);
