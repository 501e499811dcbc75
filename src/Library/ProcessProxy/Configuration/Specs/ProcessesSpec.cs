namespace ProcessProxy.Configuration;

/// <summary>The processes and their common settings.</summary>
public sealed record ProcessesSpec
{
    internal const string DefaultStateDirectory = "./pids";

    /// <summary>Gets the processes, in the order of the file.</summary>
    /// <value>The default is an empty list.</value>
    public ValueList<ProcessSpec> All { get; init; } = [];

    /// <summary>Gets the absolute path of the state folder, which contains the state of all processes and the lock of the server.</summary>
    /// <value>There is no default; the value is required.</value>
    public required string StateDirectory { get; init; }

    /// <summary>Gets the ports of processes with <c>port: auto</c>.</summary>
    /// <value>The default is 20000 to 29999.</value>
    public PortRange PortRange { get; init; } = new();

    /// <summary>Gets whether the processes keep running when the server exits (<c>settings.onExit: detach</c>).</summary>
    /// <value>The default is false.</value>
    public bool DetachOnExit { get; init; }

    /// <summary>Gets whether each probe is written to the server's own log.</summary>
    /// <value>The default is false.</value>
    public bool LogHealthChecks { get; init; }

    /// <summary>Gets whether each restart is written to the server's own log.</summary>
    /// <value>The default is true.</value>
    public bool LogRestarts { get; init; } = true;
}
