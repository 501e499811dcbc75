namespace ProcessProxy.Supervision;

/// <summary>Counts the requests for a process that starts when one arrives, or sleeps when none does.</summary>
/// <param name="time">The clock.</param>
/// <param name="changed">Called when the first request arrives, and when the last one is complete. Must be fast.</param>
internal sealed class ProcessUse(TimeProvider time, Action changed)
{
    private int inFlight;
    private long lastUsed = time.GetTimestamp();

    /// <summary>Gets the number of requests and streams in progress, including those that wait for the process.</summary>
    public int InFlight => Volatile.Read(ref inFlight);

    /// <summary>Gets how long no request has been in progress.</summary>
    public TimeSpan Idle => InFlight > 0 ? TimeSpan.Zero : time.GetElapsedTime(Volatile.Read(ref lastUsed));

    /// <summary>Counts a request, before it waits for the process. The process is started if it sleeps.</summary>
    public void Enter()
    {
        if (Interlocked.Increment(ref inFlight) == 1)
        {
            changed();
        }
    }

    /// <summary>Counts a request or stream that is over.</summary>
    public void Leave()
    {
        Volatile.Write(ref lastUsed, time.GetTimestamp());
        if (Interlocked.Decrement(ref inFlight) == 0)
        {
            changed();
        }
    }
}
