namespace ProcessProxy.Configuration;

/// <summary>Decides where the output of a process goes.</summary>
public sealed record LogSpec
{
    internal const string DefaultDirectory = "./logs";

    /// <summary>Gets the absolute path of the log: both outputs, or standard output when standard error has a log of its own.</summary>
    /// <value>There is no default; the value is required.</value>
    public required string File { get; init; }

    /// <summary>Gets how the outputs get to the log.</summary>
    /// <value>The default is <see cref="OutputMode.Merged"/>.</value>
    public OutputMode Output { get; init; }

    /// <summary>
    /// Gets the absolute path of the pipe of a process whose outputs are one (<see cref="OutputMode.Pipe"/>). Ids cannot make this name for a file
    /// of another process.
    /// </summary>
    /// <value>The default is null: there is no place for a pipe.</value>
    public string? PipeFile { get; init; }

    /// <summary>Gets whether output is kept (<c>settings.logging.logProcessOutput</c>).</summary>
    /// <value>The default is true.</value>
    public bool Keep { get; init; } = true;

    /// <summary>Gets the size in bytes above which the log is rotated.</summary>
    /// <value>A size in bytes. The default is 50 MB.</value>
    public long MaxSize { get; init; } = 50L << 20;

    /// <summary>Gets how many rotated files are kept.</summary>
    /// <value>A number of files. The default is 5.</value>
    public int MaxFiles { get; init; } = 5;

    /// <summary>
    /// Gets the absolute path of standard error's file when it has one (<see cref="OutputMode.Separate"/>). Ids cannot make this name for the log
    /// of another process.
    /// </summary>
    public string ErrorFile => ErrorPath ?? File + ".stderr";

    /// <summary>Gets the file of standard error if it is not named after <see cref="File"/>.</summary>
    internal string? ErrorPath { get; init; }

    /// <summary>The path of the pipe of a process, in the folder of state.</summary>
    internal static string PipeFileOf(string stateDirectory, string id) => Path.Combine(stateDirectory, $".{id}.output");
}
