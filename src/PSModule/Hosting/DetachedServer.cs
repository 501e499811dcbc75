using ProcessProxy.Configuration;
using ProcessProxy.Platform.Servers;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>A detached server on this machine.</summary>
internal sealed class DetachedServer : IDetachedServer
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly RunningServer server;

    private DetachedServer(RunningServer server, HttpProcessClient client, ServerStatus status)
    {
        this.server = server;
        Server = new LocalServer(client, status);
    }

    /// <inheritdoc/>
    public int Pid => server.Pid;

    /// <inheritdoc/>
    public LocalServer Server { get; }

    public static async Task<DetachedServer> StartAsync(DetachedStart start, CancellationToken cancellationToken)
    {
        var (spec, problems) = new ConfigurationLoader(start.ConfigFile, start.ProjectDirectory).Load();
        if (spec is null)
        {
            throw new ProcessProxyException(ErrorCodes.ConfigurationInvalid, $"{start.ConfigFile} is invalid.") { Problems = problems };
        }

        return await FindAsync(spec, cancellationToken).ConfigureAwait(false)
            ?? await DetachedLaunch.StartAsync(start, spec, () => FindAsync(spec, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            OtherServer.AskToStop(server);
        }
        catch (IOException refused)
        {
            throw new EngineException(EngineErrors.CannotStop, refused.Message, refused);
        }

        // Waits until the process itself is gone: between releasing its lock and its exit, it still writes its last log lines.
        while (!server.HasEnded || server.IsGuarded)
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Returns the server that runs this configuration, or null. The lock is trusted only if that server confirms it.</summary>
    private static async Task<DetachedServer?> FindAsync(ServerSpec spec, CancellationToken cancellationToken)
    {
        if (OtherServer.Find(spec.Processes.StateDirectory) is not { } server)
        {
            return null;
        }

        if (server.Kind != ServerKind.Server)
        {
            throw new EngineException(
                EngineErrors.AlreadyRunning,
                server.Pid == Environment.ProcessId
                    ? "This session already supervises these processes. Stop them with Stop-ProxyServer first."
                    : $"Another session (pid {server.Pid}) supervises these processes. Use Connect-ProxyServer to connect to it.");
        }

        return await ServerFinder.ConnectAsync(server, spec.Management.ApiKey, cancellationToken).ConfigureAwait(false) is { } found
            ? new DetachedServer(server, found.Client, found.Status)
            : null;
    }
}
