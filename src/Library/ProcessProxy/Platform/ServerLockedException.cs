namespace ProcessProxy.Platform;

/// <summary>Another server manages the same processes.</summary>
/// <param name="stateDirectory">The folder both would keep their state in.</param>
/// <param name="pid">The other server's pid, or null when it could not be read.</param>
/// <param name="innerException">What the system said, if it said anything.</param>
public sealed class ServerLockedException(string stateDirectory, int? pid, Exception? innerException = null)
    : ProcessProxyException(
        ErrorCodes.AlreadyRunning,
        pid is null
            ? $"Another server already manages the processes of {stateDirectory}."
            : $"Another server (pid {pid}) already manages the processes of {stateDirectory}.",
        innerException)
{
    /// <summary>The other server's pid, or null when it could not be read.</summary>
    public int? Pid { get; } = pid;
}
