namespace ProcessProxy.Supervision;

/// <summary>Counts the requests for a process that starts when one arrives, or sleeps when none does.</summary>
/// <param name="time">The clock.</param>
/// <param name="requested">Called when a request arrives while the process sleeps. Must be fast.</param>
internal sealed class ProcessUse(TimeProvider time, Action requested)
{
    private int inFlight;
    private long lastUsed = time.GetTimestamp();
    private volatile bool isAsleep;

    /// <summary>Gets the number of requests and streams in progress, including those that wait for the process.</summary>
    public int InFlight => Volatile.Read(ref inFlight);

    /// <summary>Gets how long no request has been in progress.</summary>
    public TimeSpan Idle => InFlight > 0 ? TimeSpan.Zero : time.GetElapsedTime(Volatile.Read(ref lastUsed));

    /// <summary>Gets or sets whether the process sleeps. Check <see cref="InFlight"/> after setting it: then no request is overlooked.</summary>
    public bool IsAsleep { get => isAsleep; set => isAsleep = value; }

    /// <summary>Begins to count from an earlier time.</summary>
    /// <param name="idle">How long no request has been in progress.</param>
    public void Resume(TimeSpan idle) => Volatile.Write(ref lastUsed, time.GetTimestamp() - (long)(idle.TotalSeconds * time.TimestampFrequency));

    /// <summary>Counts a request, before it waits for the process. The process is started if it sleeps.</summary>
    public void Enter()
    {
        Interlocked.Increment(ref inFlight);
        if (isAsleep)
        {
            requested();
        }
    }

    /// <summary>Counts a request or stream that is over.</summary>
    public void Leave()
    {
        Volatile.Write(ref lastUsed, time.GetTimestamp());
        Interlocked.Decrement(ref inFlight);
    }
}
