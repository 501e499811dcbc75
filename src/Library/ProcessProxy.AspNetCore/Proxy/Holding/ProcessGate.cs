using ProcessProxy.Supervision;

namespace ProcessProxy.AspNetCore.Proxy.Holding;

/// <summary>One process as the proxy sees it: how it is, when that changes, and how many requests it is answering.</summary>
internal sealed class ProcessGate
{
    private readonly IProcessReadiness readiness;
    private readonly TimeProvider clock;
    private TaskCompletionSource change = NewSignal();
    private TaskCompletionSource? idle;
    private long generation = -1;
    private long generationSince;
    private int inFlight;

    /// <summary>Looks at the process for the first time.</summary>
    public ProcessGate(string id, IProcessReadiness readiness, TimeProvider clock)
    {
        Id = id;
        this.readiness = readiness;
        this.clock = clock;
        Note();
    }

    /// <summary>The id of the process.</summary>
    public string Id { get; }

    /// <summary>How it is at this moment; null when there is no such process.</summary>
    public ProcessReadiness? Process => readiness.Find(Id);

    /// <summary>Ends when anything about it changes. Take it before looking: what happens between the two is not missed.</summary>
    public Task Change => Volatile.Read(ref change).Task;

    /// <summary>How long the present instance has been known to run; zero when none does.</summary>
    public TimeSpan Age => Process is { State: RunState.Running } running && running.Generation == Interlocked.Read(ref generation)
        ? clock.GetElapsedTime(Interlocked.Read(ref generationSince))
        : TimeSpan.Zero;

    /// <summary>Counts a request that is about to be forwarded. Look at <see cref="Process"/> after it: then no stop overlooks the request.</summary>
    public void Enter() => Interlocked.Increment(ref inFlight);

    /// <summary>Counts a request that has been answered, or that goes on for as long as the process lives.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref inFlight) == 0)
        {
            Volatile.Read(ref idle)?.TrySetResult();
        }
    }

    /// <summary>Ends when the process is answering no request.</summary>
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

            // The signal is in place before the look, so who leaves between the two gives it.
            if (Volatile.Read(ref inFlight) == 0)
            {
                return;
            }

            await signal.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tells those who wait that something has changed.</summary>
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
