using ProcessProxy.Configuration;
using ProcessProxy.Platform;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>A server as a process of its own on this machine.</summary>
internal sealed class DetachedServer : IDetachedServer
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly string stateDirectory;

    private DetachedServer(string stateDirectory, HttpProcessClient client, ServerStatus status)
    {
        this.stateDirectory = stateDirectory;
        Client = client;
        Pid = status.Pid;
        ProjectDirectory = status.ProjectDirectory;
    }

    /// <inheritdoc/>
    public int Pid { get; }

    /// <inheritdoc/>
    public string ProjectDirectory { get; }

    /// <inheritdoc/>
    public HttpProcessClient Client { get; }

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
        if (ServerLock.Read(stateDirectory).Pid != Pid)
        {
            return; // It has ended; the number may be somebody else's by now.
        }

        try
        {
            OtherServer.AskToStop(Pid);
        }
        catch (IOException refused)
        {
            throw new EngineException(EngineErrors.CannotStop, refused.Message, refused);
        }

        // It empties its lock when all is done; a server that is killed meanwhile no longer exists.
        while (ServerLock.Read(stateDirectory).Pid == Pid && OtherServer.IsAlive(Pid))
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The server that runs this configuration, or null. What the lock says is believed only when that server says it too.</summary>
    private static async Task<DetachedServer?> FindAsync(ServerSpec spec, CancellationToken cancellationToken)
    {
        if (OtherServer.Find(spec.Processes.StateDirectory) is not var (pid, address) || pid == Environment.ProcessId)
        {
            return null;
        }

        var client = new HttpProcessClient(address, spec.Management.ApiKey);
        try
        {
            var status = await client.GetStatusAsync(cancellationToken).ConfigureAwait(false);
            if (status.Pid == pid)
            {
                return new DetachedServer(spec.Processes.StateDirectory, client, status);
            }
        }
        catch (ProcessProxyException other) when (other.Code is ErrorCodes.ServerUnreachable or ErrorCodes.Unauthorized or ErrorCodes.NotFound)
        {
            // It has died, or the address is somebody else's by now.
        }

        client.Dispose();
        return null;
    }
}
