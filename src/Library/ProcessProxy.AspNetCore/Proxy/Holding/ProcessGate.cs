using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Proxy.Holding;

/// <summary>A process as the proxy sees it: its state, changes of its state, and the number of its requests in progress.</summary>
internal sealed class ProcessGate
{
    private readonly IProcessReadiness readiness;
    private readonly TimeProvider clock;
    private TaskCompletionSource change = NewSignal();
    private TaskCompletionSource? idle;
    private long generation = -1;
    private long generationSince;
    private int inFlight;

    /// <summary>Reads the state of the process for the first time.</summary>
    public ProcessGate(string id, IProcessReadiness readiness, TimeProvider clock)
    {
        Id = id;
        this.readiness = readiness;
        this.clock = clock;
        Note();
    }

    /// <summary>Gets the ID of the process.</summary>
    public string Id { get; }

    /// <summary>Gets its current state; null if there is no such process.</summary>
    public ProcessReadiness? Process => readiness.Find(Id);

    /// <summary>Gets a task that completes when anything about it changes. Take it before checking: a change between the two is not missed.</summary>
    public Task Change => Volatile.Read(ref change).Task;

    /// <summary>Gets how long the current instance has been known to run; zero if there is none.</summary>
    public TimeSpan Age => Process is { State: RunState.Running } running && running.Generation == Interlocked.Read(ref generation)
        ? clock.GetElapsedTime(Interlocked.Read(ref generationSince))
        : TimeSpan.Zero;

    /// <summary>Counts a request that is about to be forwarded. Check <see cref="Process"/> after it: then no stop overlooks the request.</summary>
    public void Enter() => Interlocked.Increment(ref inFlight);

    /// <summary>Counts a request that is complete, or that continues as long as the process lives.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref inFlight) == 0)
        {
            Volatile.Read(ref idle)?.TrySetResult();
        }
    }

    /// <summary>Waits until the process has no requests in progress.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var signal = Volatile.Read(ref idle);
            if (signal is null or { Task.IsCompleted: true })
            {
                var fresh = NewSignal();
                if (Interlocked.CompareExchange(ref idle, fresh, signal) != signal)
                {
                    continue;
                }

                signal = fresh;
            }

            // The signal is set before the check, so a request that completes between the two triggers it.
            if (Volatile.Read(ref inFlight) == 0)
            {
                return;
            }

            await signal.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Notifies the waiting requests of a change.</summary>
    public void Tell()
    {
        Note();
        Interlocked.Exchange(ref change, NewSignal()).TrySetResult();
    }

    private void Note()
    {
        if (Process is { State: RunState.Running } running && Interlocked.Exchange(ref generation, running.Generation) != running.Generation)
        {
            Interlocked.Exchange(ref generationSince, clock.GetTimestamp());
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
