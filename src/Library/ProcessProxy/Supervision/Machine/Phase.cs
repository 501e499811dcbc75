namespace ProcessProxy.Supervision.Machine;

/// <summary>What a process is doing, as the machine tells it apart.</summary>
internal enum Phase
{
    /// <summary>Nothing of it runs.</summary>
    Stopped,

    /// <summary>It is to run and waits for what it depends on.</summary>
    Waiting,

    /// <summary>Its launch was ordered.</summary>
    Launching,

    /// <summary>The process is running.</summary>
    Running,

    /// <summary>Its tree is being ended.</summary>
    Stopping,

    /// <summary>It ended by itself and waits for its next attempt.</summary>
    Backoff,

    /// <summary>It was given up.</summary>
    Failed,
}

/// <summary>What is wanted of a process, whatever it is doing.</summary>
internal enum Goal
{
    /// <summary>It is not to run.</summary>
    Down,

    /// <summary>It is to run.</summary>
    Up,
}
