namespace ProcessProxy.Supervision;

/// <summary>
/// The address of one running instance that can answer. A request enters it before it is forwarded and leaves it when it is complete, so that nothing
/// ends the instance under a request.
/// </summary>
/// <param name="instance">The number of the instance; from 1.</param>
/// <param name="port">The port on which it listens on this machine.</param>
internal sealed class InstanceEndpoint(int instance, int port)
{
    private readonly CancellationTokenSource closing = new();
    private readonly Lock gate = new();
    private TaskCompletionSource? empty;
    private int requests;
    private int streams;
    private volatile bool isDraining;

    /// <summary>Gets the number of the instance; from 1.</summary>
    public int Instance => instance;

    /// <summary>Gets the port on which it listens on this machine.</summary>
    public int Port => port;

    /// <summary>Gets its address.</summary>
    public Uri Url { get; } = new($"http://localhost:{port}");

    /// <summary>Gets the number of requests in progress, including streams.</summary>
    public int InFlight => Volatile.Read(ref requests) + Volatile.Read(ref streams);

    /// <summary>Gets whether it takes no more requests.</summary>
    public bool IsDraining => isDraining;

    /// <summary>Gets a token that is canceled when WebSockets and event streams must end, because nothing else is in progress or no time is left.</summary>
    public CancellationToken Closing => closing.Token;

    /// <summary>Counts a request that is about to be forwarded.</summary>
    /// <returns>False if the instance takes no more requests: choose another one.</returns>
    public bool TryEnter()
    {
        lock (gate)
        {
            if (isDraining)
            {
                return false;
            }

            requests++;
            return true;
        }
    }

    /// <summary>Handles that a request has become a stream that only the end of the instance ends, such as a WebSocket.</summary>
    public void BecomeStream()
    {
        lock (gate)
        {
            streams++;
            Left(ref requests);
        }
    }

    /// <summary>Counts a request that is complete.</summary>
    public void Leave()
    {
        lock (gate)
        {
            Left(ref requests);
        }
    }

    /// <summary>Counts a stream that has ended.</summary>
    public void LeaveStream()
    {
        lock (gate)
        {
            Left(ref streams);
        }
    }

    /// <summary>
    /// Takes no more requests, waits until those in progress are complete, then ends the streams and waits for their end. What is left after
    /// <paramref name="timeout"/> is cut by the end of the instance.
    /// </summary>
    /// <param name="timeout">The longest wait in all.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the streams at once, and the wait.</param>
    /// <returns>True if nothing was left.</returns>
    public async Task<bool> DrainAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        isDraining = true;
        var started = time.GetTimestamp();
        try
        {
            await UntilAsync(() => requests, () => timeout - time.GetElapsedTime(started), time, cancellationToken).ConfigureAwait(false);
            await closing.CancelAsync().ConfigureAwait(false);
            await UntilAsync(() => streams, () => timeout - time.GetElapsedTime(started), time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        finally
        {
            // However the wait ended, the instance is about to.
            await closing.CancelAsync().ConfigureAwait(false);
        }
    }

    private async Task UntilAsync(Func<int> count, Func<TimeSpan> left, TimeProvider time, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task change;
            lock (gate)
            {
                if (count() == 0)
                {
                    return;
                }

                change = (empty ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            var wait = left();
            await change.WaitAsync(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Left(ref int count)
    {
        if (--count == 0)
        {
            empty?.TrySetResult();
            empty = null;
        }
    }
}
