namespace ProcessProxy.Server;

/// <summary>A command cannot be carried out as it was given.</summary>
/// <param name="code">The exit code.</param>
/// <param name="message">Why, as a sentence.</param>
internal sealed class CommandException(int code, string message) : Exception(message)
{
    /// <summary>The exit code.</summary>
    public int Code => code;
}
