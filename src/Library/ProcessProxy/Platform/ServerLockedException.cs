namespace ProcessProxy.Platform;

/// <summary>The exception that is thrown when another server manages the same processes.</summary>
/// <param name="stateDirectory">The state folder of both.</param>
/// <param name="pid">The pid of the other server, or null if it could not be read.</param>
/// <param name="innerException">The error of the system, or null.</param>
public sealed class ServerLockedException(string stateDirectory, int? pid, Exception? innerException = null)
    : ProcessProxyException(
        ErrorCodes.AlreadyRunning,
        pid is null
            ? $"Another server already manages the processes of {stateDirectory}."
            : $"Another server (pid {pid}) already manages the processes of {stateDirectory}.",
        innerException)
{
    /// <summary>Gets the pid of the other server, or null if it could not be read.</summary>
    public int? Pid { get; } = pid;
}
