namespace ProcessProxy.PowerShell.Bridge;

/// <summary>A supervisor of processes that are not in a file.</summary>
public interface IDefinedProcesses : IHostedSupervisor
{
    /// <summary>Adds a process, or changes the one with this name, and starts it. A process whose first launch fails is removed.</summary>
    /// <exception cref="ProcessProxyException">The definition is invalid, or the program cannot be launched.</exception>
    Task<ProcessInfo> StartAsync(ProcessDefinition definition, CancellationToken cancellationToken);

    /// <summary>Returns the definitions of processes as a process file, with references instead of secrets.</summary>
    /// <param name="ids">The processes. Those that are not defined here are omitted.</param>
    string Export(IReadOnlyCollection<string> ids);

    /// <summary>Stops a process and removes it.</summary>
    /// <exception cref="ProcessProxyException">It does not exist, could not be stopped, or another process depends on it.</exception>
    Task RemoveAsync(string id, CancellationToken cancellationToken);
}

/// <summary>A session that ended without an orderly stop and left programs running.</summary>
public interface IOrphanedSession
{
    /// <summary>Gets its folder, which another session can take over.</summary>
    string Folder { get; }

    /// <summary>Gets the client, which can only list and stop its programs.</summary>
    IProcessClient Client { get; }

    /// <summary>Returns whether one of its programs was launched with this definition.</summary>
    bool Runs(ProcessDefinition definition);
}
