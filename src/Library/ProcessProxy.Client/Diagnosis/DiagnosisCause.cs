namespace ProcessProxy;

/// <summary>The cause of the state of a process. The names are stable.</summary>
public enum DiagnosisCause
{
    /// <summary>Nothing is wrong.</summary>
    None,

    /// <summary>The process has just been started, or is about to be, and the result is not known yet.</summary>
    Starting,

    /// <summary>The process is being stopped.</summary>
    Stopping,

    /// <summary><c>enabled</c> is false.</summary>
    Disabled,

    /// <summary>An operator stopped the process.</summary>
    StoppedByOperator,

    /// <summary>The server stopped the process because of a shutdown or a change of the configuration.</summary>
    StoppedByServer,

    /// <summary>The program does not exist.</summary>
    ProgramNotFound,

    /// <summary>The program exists but cannot be run.</summary>
    ProgramNotExecutable,

    /// <summary>The working directory does not exist or is not accessible.</summary>
    WorkingDirectory,

    /// <summary>The program cannot be started for another reason.</summary>
    LaunchFailed,

    /// <summary>Another program uses its port.</summary>
    PortTaken,

    /// <summary>The process is running but does not listen on its port.</summary>
    NotListening,

    /// <summary>A dependency is not ready yet.</summary>
    DependencyNotReady,

    /// <summary>A dependency is not starting by itself.</summary>
    DependencyFailed,

    /// <summary>The system killed the process because memory was low, or most likely did.</summary>
    OutOfMemory,

    /// <summary>The process used more memory than <c>maxMemory</c>, and the server stopped it.</summary>
    MemoryLimit,

    /// <summary>The process was ended by a signal that the server did not send.</summary>
    Killed,

    /// <summary>The process crashed with a signal such as SIGSEGV or SIGABRT.</summary>
    Crashed,

    /// <summary>The process exited by itself.</summary>
    Exited,

    /// <summary>The process exited while no server was running.</summary>
    Unobserved,

    /// <summary>Its health check fails.</summary>
    Unhealthy,

    /// <summary>A process of an earlier run may be alive, but could not be identified or killed.</summary>
    Unsettled,

    /// <summary>The process is a job whose next run is in the future.</summary>
    Scheduled,
}
