namespace ProcessProxy;

/// <summary>The state of a process.</summary>
public enum RunState
{
    /// <summary>The process is not running and is not supposed to run.</summary>
    Stopped,

    /// <summary>The process is being started, or waits for its dependencies.</summary>
    Starting,

    /// <summary>The process is running.</summary>
    Running,

    /// <summary>The process was asked to stop; parts of its tree may still be alive.</summary>
    Stopping,

    /// <summary>The process exited by itself and will be restarted at <see cref="ProcessInfo.NextRestartAt"/>.</summary>
    Backoff,

    /// <summary>The process exited and will not be restarted automatically; <see cref="ProcessInfo.Reason"/> says why.</summary>
    Failed,
}
