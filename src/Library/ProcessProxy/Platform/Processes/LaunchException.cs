namespace ProcessProxy.Platform.Processes;

/// <summary>What stands in the way of a launch.</summary>
internal enum LaunchFault
{
    /// <summary>Anything else.</summary>
    Other,

    /// <summary>There is no such program.</summary>
    NotFound,

    /// <summary>There is something of that name that cannot be executed.</summary>
    NotExecutable,

    /// <summary>The working directory does not exist or is not accessible.</summary>
    WorkingDirectory,

    /// <summary>This server or its machine has no descriptor, memory or process left for it: no fault of the program.</summary>
    NoRoom,

    /// <summary>The command that runs before it has failed.</summary>
    PreStart,
}

/// <summary>A program could not be launched. The message is a sentence that names what stands in the way.</summary>
internal sealed class LaunchException(string message, LaunchFault fault = LaunchFault.Other) : Exception(message)
{
    /// <summary>The kind of obstacle.</summary>
    public LaunchFault Fault => fault;

    /// <summary>The kind of obstacle that a failure of a launch is.</summary>
    public static LaunchFault FaultOf(Exception failure) =>
        failure is LaunchException known ? known.Fault : OpenFiles.RanOut(failure) ? LaunchFault.NoRoom : LaunchFault.Other;
}
