using ProcessProxy.Configuration;
using ProcessProxy.PowerShell.Bridge;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>
/// A supervisor of processes that no file names. Their definitions are a process file in memory, read by the same rules as
/// one on the disk, so that defaults and checks are the same.
/// </summary>
internal sealed class DefinedProcesses : IDefinedProcesses
{
    private const string Name = "Start-ManagedProcess";
    private readonly DefinitionFile file;
    private readonly HostedProcesses hosted;

    private DefinedProcesses(DefinitionFile file, HostedProcesses hosted)
    {
        this.file = file;
        this.hosted = hosted;
    }

    /// <inheritdoc/>
    public IProcessClient Client => hosted.Client;

    /// <inheritdoc/>
    public string ProjectDirectory => hosted.ProjectDirectory;

    /// <inheritdoc/>
    public IReadOnlyList<string> ProcessIds => hosted.ProcessIds;

    public static async Task<DefinedProcesses> StartAsync(string directory, Action<EngineMessage> log, CancellationToken cancellationToken)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
        }
        else
        {
            // State in a folder that others may write into is not trusted.
            Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var file = new DefinitionFile();
        var source = ProcessFileLoader.OfText(Name, directory, file.ToText);
        return new DefinedProcesses(file, await HostedProcesses.StartAsync(source, log, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<ProcessInfo> StartAsync(ProcessDefinition definition, CancellationToken cancellationToken)
    {
        var isChange = file.Set(definition, out var before);
        try
        {
            await Client.ReloadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ProcessProxyException invalid) when (invalid.Code == ErrorCodes.ConfigurationInvalid)
        {
            file.Restore(definition.Name, before);
            throw;
        }

        return isChange
            ? await Client.RestartAsync(definition.Name, cancellationToken).ConfigureAwait(false)
            : await Client.StartAsync(definition.Name, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task StopAsync(bool? keepProcesses, CancellationToken hurry) => hosted.StopAsync(keepProcesses, hurry);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => hosted.DisposeAsync();
}
