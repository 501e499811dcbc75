namespace ProcessProxy.Platform.Processes;

/// <summary>The reasons why a launch can fail.</summary>
internal enum LaunchFault
{
    /// <summary>Any other reason.</summary>
    Other,

    /// <summary>The program does not exist.</summary>
    NotFound,

    /// <summary>A file with that name cannot be executed.</summary>
    NotExecutable,

    /// <summary>The working directory does not exist or is not accessible.</summary>
    WorkingDirectory,

    /// <summary>This server or its machine has no descriptor, memory or process left for it: not an error of the program.</summary>
    NoRoom,

    /// <summary>The command that runs before it has failed.</summary>
    PreStart,
}

/// <summary>A program could not be launched. The message is a sentence with the reason.</summary>
internal sealed class LaunchException(string message, LaunchFault fault = LaunchFault.Other) : Exception(message)
{
    /// <summary>Gets the kind of reason.</summary>
    public LaunchFault Fault => fault;

    /// <summary>Returns the kind of reason of a failed launch.</summary>
    public static LaunchFault FaultOf(Exception failure) =>
        failure is LaunchException known ? known.Fault : OpenFiles.RanOut(failure) ? LaunchFault.NoRoom : LaunchFault.Other;
}
