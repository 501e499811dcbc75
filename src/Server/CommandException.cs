namespace ProcessProxy.Server;

/// <summary>The exception that is thrown when a command cannot be executed as given.</summary>
/// <param name="code">The exit code.</param>
/// <param name="message">The reason, one sentence.</param>
internal sealed class CommandException(int code, string message) : Exception(message)
{
    /// <summary>Gets the exit code.</summary>
    public int Code => code;
}
