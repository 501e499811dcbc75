namespace ProcessProxy.Configuration;

/// <summary>The launch settings of a process.</summary>
public sealed record LaunchSpec
{
    /// <summary>Gets the program: a name looked up in the PATH of the child, or a path relative to <see cref="Cwd"/>.</summary>
    /// <value>There is no default; the value is required.</value>
    public required string Command { get; init; }

    /// <summary>Gets the arguments of the program, which are not split or expanded.</summary>
    /// <value>The default is an empty list.</value>
    public ValueList<string> Args { get; init; } = [];

    /// <summary>Gets the absolute path of the working directory.</summary>
    /// <value>There is no default; the value is required.</value>
    public required string Cwd { get; init; }

    /// <summary>Gets the expanded environment variables of the process, which are added to those of the server or replace them.</summary>
    /// <value>The default is no variables.</value>
    public ValueMap Env { get; init; } = ValueMap.Empty;

    /// <summary>Gets the environment variables of the server that the process does not get.</summary>
    /// <value>The default is an empty list.</value>
    public ValueList<string> Unset { get; init; } = [];

    /// <summary>Gets the absolute path of the PID file.</summary>
    /// <value>There is no default; the value is required.</value>
    public required string PidFile { get; init; }

    /// <summary>Gets whether the PID file is removed when the process exits.</summary>
    /// <value>The default is true.</value>
    public bool CleanupPidOnExit { get; init; } = true;

    /// <summary>Gets the standard input of the process.</summary>
    /// <value>The default is <see cref="InputMode.Empty"/>.</value>
    public InputMode Stdin { get; init; }

    /// <summary>Gets where the output of the process is written.</summary>
    /// <value>There is no default; the value is required.</value>
    public required LogSpec Log { get; init; }
}
