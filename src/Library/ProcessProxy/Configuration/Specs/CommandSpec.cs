namespace ProcessProxy.Configuration;

/// <summary>Holds a command that is run beside the program of a process, in its environment and working directory.</summary>
public sealed record CommandSpec
{
    /// <summary>Gets the program: a name looked up in the PATH of the process, or a path relative to its working directory.</summary>
    /// <value>There is no default; the value is required.</value>
    public required string Command { get; init; }

    /// <summary>Gets the arguments of the program. Nothing is split or expanded.</summary>
    /// <value>The default is an empty list.</value>
    public ValueList<string> Args { get; init; } = [];

    /// <summary>Returns the launch settings of the command.</summary>
    /// <param name="launch">The launch settings of the program.</param>
    internal LaunchSpec BesideOf(LaunchSpec launch) => launch with { Command = Command, Args = Args, Stdin = InputMode.Empty };
}
