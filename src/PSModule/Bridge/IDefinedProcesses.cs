namespace ProcessProxy.PowerShell.Bridge;

/// <summary>A supervisor of processes that no file names.</summary>
public interface IDefinedProcesses : IHostedSupervisor
{
    /// <summary>Adds a process, or changes the one of this name, and starts it. One that cannot be launched the first time is forgotten.</summary>
    /// <exception cref="ProcessProxyException">The definition is invalid, or the program cannot be launched.</exception>
    Task<ProcessInfo> StartAsync(ProcessDefinition definition, CancellationToken cancellationToken);

    /// <summary>The definitions of processes as a process file, with references in the place of secrets.</summary>
    /// <param name="ids">The processes. Those that are not defined here are left out.</param>
    string Export(IReadOnlyCollection<string> ids);

    /// <summary>Stops a process and forgets it.</summary>
    /// <exception cref="ProcessProxyException">There is none, it could not be stopped, or another one depends on it.</exception>
    Task RemoveAsync(string id, CancellationToken cancellationToken);
}

/// <summary>A session that ended without an orderly stop and left programs running.</summary>
public interface IOrphanedSession
{
    /// <summary>Its folder, which another session can go on with.</summary>
    string Folder { get; }

    /// <summary>Lists its programs and stops them. Nothing else can be done with them.</summary>
    IProcessClient Client { get; }

    /// <summary>Whether one of its programs was launched by this definition.</summary>
    bool Runs(ProcessDefinition definition);
}
