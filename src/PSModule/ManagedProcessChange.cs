namespace ProcessProxy.PowerShell;

/// <summary>A change of a process, as Watch-ManagedProcess returns it.</summary>
public sealed class ManagedProcessChange
{
    internal ManagedProcessChange(ProcessInfo process, ProcessInfo? before, bool isRemoved)
    {
        Name = process.Id;
        Time = TimeProvider.System.GetUtcNow();
        State = process.State;
        PreviousState = before?.State;
        Health = process.Health;
        PreviousHealth = before?.Health;
        Reason = process.Reason;
        IsRemoved = isRemoved;
        Process = process;
    }

    /// <summary>Gets when the change was seen, in UTC.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>Gets the ID of the process.</summary>
    public string Name { get; }

    /// <summary>Gets the state.</summary>
    public RunState State { get; }

    /// <summary>Gets the previous state; null for a new process.</summary>
    public RunState? PreviousState { get; }

    /// <summary>Gets the health.</summary>
    public HealthState Health { get; }

    /// <summary>Gets the previous health; null for a new process.</summary>
    public HealthState? PreviousHealth { get; }

    /// <summary>Gets the reason, in words.</summary>
    public string Reason { get; }

    /// <summary>Gets whether the process is no longer configured.</summary>
    public bool IsRemoved { get; }

    /// <summary>Gets the process after the change.</summary>
    public ProcessInfo Process { get; }

    /// <summary>Returns the process and its state.</summary>
    public override string ToString() => $"{Name}: {State}";
}
