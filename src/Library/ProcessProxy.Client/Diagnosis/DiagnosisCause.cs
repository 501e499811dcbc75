namespace ProcessProxy;

/// <summary>What is behind the state of a process. The names do not change.</summary>
public enum DiagnosisCause
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>It has just been started, or is about to be, and there is no verdict yet.</summary>
    Starting,

    /// <summary>It is being ended.</summary>
    Stopping,

    /// <summary><c>enabled</c> is false.</summary>
    Disabled,

    /// <summary>An operator stopped it.</summary>
    StoppedByOperator,

    /// <summary>The server stopped it, for its own shutdown or a change of the configuration.</summary>
    StoppedByServer,

    /// <summary>The program is not there.</summary>
    ProgramNotFound,

    /// <summary>The program is there and cannot be executed.</summary>
    ProgramNotExecutable,

    /// <summary>The working directory is not there or cannot be entered.</summary>
    WorkingDirectory,

    /// <summary>It cannot be launched for another reason.</summary>
    LaunchFailed,

    /// <summary>Somebody else has the port it wants.</summary>
    PortTaken,

    /// <summary>It runs and does not listen on the port it is asked at.</summary>
    NotListening,

    /// <summary>Something it depends on is not ready yet.</summary>
    DependencyNotReady,

    /// <summary>Something it depends on is not coming up by itself.</summary>
    DependencyFailed,

    /// <summary>The system ended it for want of memory, or most likely did.</summary>
    OutOfMemory,

    /// <summary>It used more memory than <c>maxMemory</c>, and the server ended it for that.</summary>
    MemoryLimit,

    /// <summary>A signal ended it that the server did not send.</summary>
    Killed,

    /// <summary>It crashed: a signal such as SIGSEGV or SIGABRT that its own fault raised.</summary>
    Crashed,

    /// <summary>It ended by itself.</summary>
    Exited,

    /// <summary>It ended while no server was watching.</summary>
    Unobserved,

    /// <summary>Its health check fails.</summary>
    Unhealthy,

    /// <summary>Something of an earlier run may be alive that could not be told or not be ended.</summary>
    Unsettled,

    /// <summary>It is a job, and its next run has not come.</summary>
    Scheduled,
}
