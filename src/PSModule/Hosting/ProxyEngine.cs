using ProcessProxy.Configuration;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>Starts supervisors and servers in this process. The cmdlets create one by its name; they use nothing else of this assembly directly.</summary>
public sealed class ProxyEngine : IProxyEngine
{
    /// <inheritdoc/>
    public IReadOnlyList<ConfigurationProblem> Check(string configFile, string? projectDirectory)
    {
        var (spec, problems) = new ConfigurationLoader(configFile, projectDirectory).Load();
        return spec is null ? problems : ConfigurationWarnings.Of(spec);
    }

    /// <inheritdoc/>
    public string? FindConfiguration(string folder, out string? passedOver)
    {
        (var file, passedOver) = ConfigurationSearch.Find(folder);
        return file;
    }

    /// <inheritdoc/>
    public async Task<IHostedSupervisor> StartServerAsync(
        string configFile, string? projectDirectory, Action<EngineMessage> log, CancellationToken cancellationToken) =>
        await HostedServer.StartAsync(new ConfigurationLoader(configFile, projectDirectory), log, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IHostedSupervisor> StartRoutesAsync(
        string directory, string configuration, Action<EngineMessage> log, CancellationToken cancellationToken) =>
        await RouteServer.StartAsync(directory, configuration, log, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IHostedSupervisor> StartProcessesAsync(
        string processFile, string? projectDirectory, Action<EngineMessage> log, CancellationToken cancellationToken) =>
        await HostedProcesses.StartAsync(new ProcessFileLoader(processFile, projectDirectory), log, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IDetachedServer> StartDetachedAsync(DetachedStart start, CancellationToken cancellationToken) =>
        await DetachedServer.StartAsync(start, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<LocalServer> FindServerAsync(string configFile, string? projectDirectory, string? apiKey, CancellationToken cancellationToken)
    {
        string? doubt = null;
        var where = Whereabouts.Read(new ConfigurationLoader(configFile, projectDirectory));
        return await ServerFinder.FindAsync(where, apiKey, why => doubt = why, cancellationToken).ConfigureAwait(false) is { } found
            ? new LocalServer(found.Client, found.Status)
            : throw new EngineException(EngineErrors.NoServer, doubt ?? $"No server is running with {configFile}. Start one with Start-ProxyServer -Detached.");
    }

    /// <inheritdoc/>
    public async Task<IDefinedProcesses> StartDefinedAsync(string directory, Action<EngineMessage> log, CancellationToken cancellationToken) =>
        await DefinedProcesses.StartAsync(directory, log, cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IOrphanedSession>> FindOrphansAsync(
        string sessions, IReadOnlyList<IHostedSupervisor> supervised, Action<EngineMessage> log, CancellationToken cancellationToken) =>
        await OrphanedSession.FindAsync(sessions, supervised, new MessageLog(log), cancellationToken).ConfigureAwait(false);
}
