namespace ProcessProxy.Configuration;

/// <summary>Holds what a process is launched with.</summary>
public sealed record LaunchSpec
{
    /// <summary>Gets the program: a name looked up in the PATH of the child, or a path relative to <see cref="Cwd"/>.</summary>
    public required string Command { get; init; }

    /// <summary>Gets the arguments of the program. Nothing is split or expanded.</summary>
    /// <value>None.</value>
    public ValueList<string> Args { get; init; } = [];

    /// <summary>Gets the absolute path of the working directory.</summary>
    public required string Cwd { get; init; }

    /// <summary>Gets the environment variables of the process, expanded; they replace those of the server.</summary>
    /// <value>None.</value>
    public ValueMap Env { get; init; } = ValueMap.Empty;

    /// <summary>Gets the environment variables of the server that the process does not get.</summary>
    /// <value>None.</value>
    public ValueList<string> Unset { get; init; } = [];

    /// <summary>Gets the absolute path of the PID file.</summary>
    public required string PidFile { get; init; }

    /// <summary>Gets whether the PID file is removed when the process exits.</summary>
    /// <value>True.</value>
    public bool CleanupPidOnExit { get; init; } = true;

    /// <summary>Gets what the process finds on its standard input.</summary>
    /// <value><see cref="InputMode.Empty"/>.</value>
    public InputMode Stdin { get; init; }

    /// <summary>Gets where the output of the process goes.</summary>
    public required LogSpec Log { get; init; }
}

/// <summary>Decides where the output of a process goes.</summary>
public sealed record LogSpec
{
    internal const string DefaultDirectory = "./logs";

    /// <summary>Gets the absolute path of the log: both outputs when merged, standard output when separate.</summary>
    public required string File { get; init; }

    /// <summary>Gets whether standard error goes to a file of its own.</summary>
    /// <value>False.</value>
    public bool Separate { get; init; }

    /// <summary>Gets whether output is kept (<c>settings.logging.logProcessOutput</c>).</summary>
    /// <value>True.</value>
    public bool Keep { get; init; } = true;

    /// <summary>Gets the size in bytes above which the log is rotated.</summary>
    /// <value>50 MB.</value>
    public long MaxSize { get; init; } = 50L << 20;

    /// <summary>Gets how many rotated files are kept.</summary>
    /// <value>5.</value>
    public int MaxFiles { get; init; } = 5;

    /// <summary>Gets the absolute path of standard error's file when <see cref="Separate"/>. Ids cannot make this name for the log of another process.</summary>
    public string ErrorFile => File + ".stderr";
}
