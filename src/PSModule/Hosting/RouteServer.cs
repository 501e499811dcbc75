using System.Text;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Files;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>A server in this process whose configuration is not a user's file, but a file in the folder of the session.</summary>
internal sealed class RouteServer : IHostedSupervisor
{
    private readonly SessionFolder folder;
    private readonly HostedServer hosted;

    private RouteServer(SessionFolder folder, HostedServer hosted)
    {
        this.folder = folder;
        this.hosted = hosted;
    }

    /// <inheritdoc/>
    public IProcessClient Client => hosted.Client;

    /// <inheritdoc/>
    public string ProjectDirectory => hosted.ProjectDirectory;

    /// <inheritdoc/>
    public IReadOnlyList<string> ProcessIds => hosted.ProcessIds;

    /// <inheritdoc/>
    public IReadOnlyList<string> RunningIds => hosted.RunningIds;

    public static async Task<RouteServer> StartAsync(
        string directory, string configuration, Action<EngineMessage> log, CancellationToken cancellationToken)
    {
        var folder = new SessionFolder(directory);
        folder.Create();
        try
        {
            var file = Path.Combine(directory, "proxy.yaml");
            AtomicFile.Write(file, Encoding.UTF8.GetBytes(configuration), FileModes.Private);
            return new RouteServer(
                folder, await HostedServer.StartAsync(new ConfigurationLoader(file, directory), log, cancellationToken).ConfigureAwait(false));
        }
        catch
        {
            folder.RemoveUnlessUsed();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(bool? keepProcesses, CancellationToken hurry)
    {
        await hosted.StopAsync(keepProcesses, hurry).ConfigureAwait(false);
        folder.RemoveUnlessUsed();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => hosted.DisposeAsync();
}
