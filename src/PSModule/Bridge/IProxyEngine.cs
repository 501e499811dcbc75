namespace ProcessProxy.PowerShell.Bridge;

/// <summary>
/// The functions that the cmdlets need beyond <see cref="IProcessClient"/>. It is implemented in the module's own load context, and
/// only types of this assembly, of ProcessProxy.Client and of .NET itself cross the boundary.
/// </summary>
public interface IProxyEngine
{
    /// <summary>Returns every problem of a configuration; for a valid one, the warnings about this machine.</summary>
    /// <param name="configFile">The absolute path of <c>proxy.yaml</c>.</param>
    /// <param name="projectDirectory">The base of relative paths; null for the default of the configuration.</param>
    IReadOnlyList<ConfigurationProblem> Check(string configFile, string? projectDirectory);

    /// <summary>Returns the configuration in a folder or the nearest one above it, or null.</summary>
    /// <param name="folder">The absolute path of the folder.</param>
    /// <param name="passedOver">Why an existing one is not used; null if there is none.</param>
    string? FindConfiguration(string folder, out string? passedOver);

    /// <summary>Starts a complete server in this process.</summary>
    /// <exception cref="ProcessProxyException">The configuration is invalid.</exception>
    /// <exception cref="EngineException">Another server runs it, or it is not possible to listen on an address.</exception>
    Task<IHostedSupervisor> StartServerAsync(
        string configFile, string? projectDirectory, Action<EngineMessage> log, CancellationToken cancellationToken);

    /// <summary>Starts a complete server in this process with a configuration as text.</summary>
    /// <param name="directory">A folder for it, which is created, and removed at the end.</param>
    /// <param name="configuration">The contents of <c>proxy.yaml</c>.</param>
    /// <param name="log">Receives messages.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="ProcessProxyException">The configuration is invalid.</exception>
    /// <exception cref="EngineException">It is not possible to listen on an address.</exception>
    Task<IHostedSupervisor> StartRoutesAsync(string directory, string configuration, Action<EngineMessage> log, CancellationToken cancellationToken);

    /// <summary>Supervises the processes of a process file in this process, without a proxy.</summary>
    /// <exception cref="ProcessProxyException">The file is invalid.</exception>
    /// <exception cref="EngineException">Another server runs it.</exception>
    Task<IHostedSupervisor> StartProcessesAsync(
        string processFile, string? projectDirectory, Action<EngineMessage> log, CancellationToken cancellationToken);

    /// <summary>Starts a detached server that outlives this process, or finds the running one.</summary>
    /// <exception cref="ProcessProxyException">The configuration is invalid.</exception>
    /// <exception cref="EngineException">It could not be started, or was not ready in time.</exception>
    Task<IDetachedServer> StartDetachedAsync(DetachedStart start, CancellationToken cancellationToken);

    /// <summary>Finds the server on this machine that runs a configuration, and connects to it: over its socket if it has one, which requires no key.</summary>
    /// <param name="configFile">The absolute path of <c>proxy.yaml</c>.</param>
    /// <param name="projectDirectory">The base of relative paths; null for the default of the configuration.</param>
    /// <param name="apiKey">The key for its address; null for that of the configuration.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <exception cref="ProcessProxyException">It refuses the call.</exception>
    /// <exception cref="EngineException">No server runs it.</exception>
    Task<LocalServer> FindServerAsync(string configFile, string? projectDirectory, string? apiKey, CancellationToken cancellationToken);

    /// <summary>Supervises processes that are not in a file; at first there are none.</summary>
    /// <param name="directory">
    /// The folder for their state and logs, which is created. A folder that a session left behind is taken over: a program in it is adopted when it is
    /// defined again, and keeps running until then.
    /// </param>
    /// <param name="log">Receives messages.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    Task<IDefinedProcesses> StartDefinedAsync(string directory, Action<EngineMessage> log, CancellationToken cancellationToken);

    /// <summary>
    /// Finds the programs that killed sessions left running. The leftovers of programs that have exited are ended.
    /// </summary>
    /// <param name="sessions">The parent folder of the folders of sessions.</param>
    /// <param name="supervised">The processes that this process supervises, which are not orphans.</param>
    /// <param name="log">Receives messages.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    Task<IReadOnlyList<IOrphanedSession>> FindOrphansAsync(
        string sessions, IReadOnlyList<IHostedSupervisor> supervised, Action<EngineMessage> log, CancellationToken cancellationToken);
}

/// <summary>A supervisor in this process.</summary>
public interface IHostedSupervisor : IAsyncDisposable
{
    /// <summary>Gets the client.</summary>
    IProcessClient Client { get; }

    /// <summary>Gets the base of its relative paths.</summary>
    string ProjectDirectory { get; }

    /// <summary>Gets the IDs of its processes, from memory, without waiting.</summary>
    IReadOnlyList<string> ProcessIds { get; }

    /// <summary>Gets the IDs of running processes, from memory.</summary>
    IReadOnlyList<string> RunningIds { get; }

    /// <summary>Stops it, and its processes unless they are kept.</summary>
    /// <param name="keepProcesses">Whether the processes keep running; null for the setting of the configuration.</param>
    /// <param name="hurry">Canceled when no time is left for graceful stops.</param>
    Task StopAsync(bool? keepProcesses, CancellationToken hurry);
}
