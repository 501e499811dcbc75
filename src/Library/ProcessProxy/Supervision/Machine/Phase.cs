namespace ProcessProxy.Supervision.Machine;

/// <summary>The phases of a process in the machine.</summary>
internal enum Phase
{
    /// <summary>Nothing is running.</summary>
    Stopped,

    /// <summary>It should run and waits for its dependencies.</summary>
    Waiting,

    /// <summary>Its launch was requested.</summary>
    Launching,

    /// <summary>The process is running.</summary>
    Running,

    /// <summary>Its tree is being ended.</summary>
    Stopping,

    /// <summary>It exited by itself and waits for its next attempt.</summary>
    Backoff,

    /// <summary>It has failed for good.</summary>
    Failed,
}

/// <summary>The wanted state of a process, whatever its phase is.</summary>
internal enum Goal
{
    /// <summary>It should not run.</summary>
    Down,

    /// <summary>It should run.</summary>
    Up,
}
