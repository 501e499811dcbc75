namespace ProcessProxy.Configuration;

/// <summary>Holds a command that runs to its end before each launch of the program of a process.</summary>
public sealed record PreStartSpec
{
    /// <summary>Gets the command.</summary>
    /// <value>There is no default; the value is required.</value>
    public required CommandSpec Command { get; init; }

    /// <summary>Gets the time the command has before it is stopped and the launch has failed.</summary>
    /// <value>The default is 60 seconds.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}
