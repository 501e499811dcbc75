namespace ProcessProxy.Configuration;

/// <summary>Holds the processes and what concerns them all.</summary>
public sealed record ProcessesSpec
{
    internal const string DefaultStateDirectory = "./pids";

    /// <summary>Gets the processes, in the order of the file.</summary>
    /// <value>None.</value>
    public ValueList<ProcessSpec> All { get; init; } = [];

    /// <summary>Gets the absolute path of the folder that holds the state of all of them and the server's lock.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Gets whether the processes are left running when the server ends (<c>settings.onExit: detach</c>).</summary>
    /// <value>False.</value>
    public bool DetachOnExit { get; init; }

    /// <summary>Gets whether each probe is written to the server's own log.</summary>
    /// <value>False.</value>
    public bool LogHealthChecks { get; init; }

    /// <summary>Gets whether each restart is written to the server's own log.</summary>
    /// <value>True.</value>
    public bool LogRestarts { get; init; } = true;
}
