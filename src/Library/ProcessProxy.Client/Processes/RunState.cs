namespace ProcessProxy;

/// <summary>What a process is doing, seen from outside.</summary>
public enum RunState
{
    /// <summary>Nothing of it runs, and nothing is meant to.</summary>
    Stopped,

    /// <summary>It is being launched, or waits for what it depends on.</summary>
    Starting,

    /// <summary>It runs.</summary>
    Running,

    /// <summary>It was told to end; something of its tree may still be alive.</summary>
    Stopping,

    /// <summary>It ended by itself and will be started again at <see cref="ProcessInfo.NextRestartAt"/>.</summary>
    Backoff,

    /// <summary>It ended and will not be started again by itself; <see cref="ProcessInfo.Reason"/> says why.</summary>
    Failed,
}
