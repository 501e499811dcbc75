namespace ProcessProxy.PowerShell;

/// <summary>A change of a process, as Watch-ManagedProcess gives it.</summary>
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

    /// <summary>When the change was seen, in UTC.</summary>
    public DateTimeOffset Time { get; }

    /// <summary>The id of the process.</summary>
    public string Name { get; }

    /// <summary>What it does now.</summary>
    public RunState State { get; }

    /// <summary>What it did before; null for a process that is new.</summary>
    public RunState? PreviousState { get; }

    /// <summary>What its health check says now.</summary>
    public HealthState Health { get; }

    /// <summary>What its health check said before; null for a process that is new.</summary>
    public HealthState? PreviousHealth { get; }

    /// <summary>Why, in words.</summary>
    public string Reason { get; }

    /// <summary>Whether it is no longer configured.</summary>
    public bool IsRemoved { get; }

    /// <summary>The process as it is after the change.</summary>
    public ProcessInfo Process { get; }

    /// <summary>The process and its state.</summary>
    public override string ToString() => $"{Name}: {State}";
}
