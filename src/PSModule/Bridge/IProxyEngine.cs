namespace ProcessProxy.PowerShell.Bridge;

/// <summary>
/// What the cmdlets need beyond <see cref="IProcessClient"/>. It is implemented behind the module's own load context, and
/// nothing but types of this assembly, of ProcessProxy.Client and of .NET itself crosses it.
/// </summary>
public interface IProxyEngine
{
    /// <summary>Every problem of a configuration; of a valid one what is probably wrong with it on this machine.</summary>
    /// <param name="configFile">The absolute path of <c>proxy.yaml</c>.</param>
    /// <param name="projectDirectory">Where relative paths start from; null for the configuration's own place.</param>
    IReadOnlyList<ConfigurationProblem> Check(string configFile, string? projectDirectory);

    /// <summary>The configuration in a folder or the nearest one above it; null when there is none.</summary>
    /// <param name="folder">The absolute path of the folder.</param>
    /// <param name="passedOver">Why one that is there is not used; null when there is none.</param>
    string? FindConfiguration(string folder, out string? passedOver);

    /// <summary>Starts a whole server in this process.</summary>
    /// <exception cref="ProcessProxyException">The configuration is invalid.</exception>
    /// <exception cref="EngineException">Another server runs it, or an address cannot be listened at.</exception>
    Task<IHostedSupervisor> StartServerAsync(
        string configFile, string? projectDirectory, Action<EngineMessage> log, CancellationToken cancellationToken);

    /// <summary>Starts a whole server in this process whose configuration is given as text.</summary>
    /// <param name="directory">A folder for it, which is made, and removed at the end.</param>
    /// <param name="configuration">What would be in <c>proxy.yaml</c>.</param>
    /// <param name="log">Told what happens.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ProcessProxyException">The configuration is invalid.</exception>
    /// <exception cref="EngineException">An address cannot be listened at.</exception>
    Task<IHostedSupervisor> StartRoutesAsync(string directory, string configuration, Action<EngineMessage> log, CancellationToken cancellationToken);

    /// <summary>Supervises the processes of a process file in this process, without a proxy.</summary>
    /// <exception cref="ProcessProxyException">The file is invalid.</exception>
    /// <exception cref="EngineException">Another server runs it.</exception>
    Task<IHostedSupervisor> StartProcessesAsync(
        string processFile, string? projectDirectory, Action<EngineMessage> log, CancellationToken cancellationToken);

    /// <summary>Starts a server as a process of its own that outlives this one, or finds the one that runs already.</summary>
    /// <exception cref="ProcessProxyException">The configuration is invalid.</exception>
    /// <exception cref="EngineException">It could not be started, or did not come up.</exception>
    Task<IDetachedServer> StartDetachedAsync(DetachedStart start, CancellationToken cancellationToken);

    /// <summary>Finds the server of this machine that runs a configuration, and connects to it: over its socket where it has one, which needs no key.</summary>
    /// <param name="configFile">The absolute path of <c>proxy.yaml</c>.</param>
    /// <param name="projectDirectory">Where relative paths start from; null for the configuration's own place.</param>
    /// <param name="apiKey">The key for its address; null for that of the configuration.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="ProcessProxyException">It refuses.</exception>
    /// <exception cref="EngineException">None runs.</exception>
    Task<LocalServer> FindServerAsync(string configFile, string? projectDirectory, string? apiKey, CancellationToken cancellationToken);

    /// <summary>Supervises processes that no file names; there are none at first.</summary>
    /// <param name="directory">
    /// The folder for their state and logs. It is made. One that a session left behind is taken over: a program in it is adopted when it is
    /// defined again, and left running until then.
    /// </param>
    /// <param name="log">Told what happens.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    Task<IDefinedProcesses> StartDefinedAsync(string directory, Action<EngineMessage> log, CancellationToken cancellationToken);

    /// <summary>
    /// Finds the programs that sessions left running when they were killed. What such a program left behind when it ended itself is cleared.
    /// </summary>
    /// <param name="sessions">The folder that the folders of sessions are in.</param>
    /// <param name="supervised">What this process supervises; nothing of it is an orphan.</param>
    /// <param name="log">Told what happens.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    Task<IReadOnlyList<IOrphanedSession>> FindOrphansAsync(
        string sessions, IReadOnlyList<IHostedSupervisor> supervised, Action<EngineMessage> log, CancellationToken cancellationToken);
}

/// <summary>A supervisor that runs in this process.</summary>
public interface IHostedSupervisor : IAsyncDisposable
{
    /// <summary>What can be done with it.</summary>
    IProcessClient Client { get; }

    /// <summary>The folder that its relative paths start from.</summary>
    string ProjectDirectory { get; }

    /// <summary>The ids of its processes, from memory: nothing is looked at or waited for.</summary>
    IReadOnlyList<string> ProcessIds { get; }

    /// <summary>The ids of those that run, from memory.</summary>
    IReadOnlyList<string> RunningIds { get; }

    /// <summary>Ends it, and with it the processes unless they are kept.</summary>
    /// <param name="keepProcesses">Whether the processes go on running; null for what the configuration says.</param>
    /// <param name="hurry">Cancelled when there is no time left for graceful ends.</param>
    Task StopAsync(bool? keepProcesses, CancellationToken hurry);
}
