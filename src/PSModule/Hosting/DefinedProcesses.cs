using ProcessProxy.Configuration;
using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.Supervision.Recovering;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>
/// A supervisor of processes that are not in a file. Their definitions are a process file in memory, read by the same rules as
/// a file on disk, so that defaults and checks are the same.
/// </summary>
internal sealed class DefinedProcesses : IDefinedProcesses
{
    private readonly DefinitionFile file;
    private readonly SessionFolder folder;
    private readonly ProcessFileLoader source;
    private readonly HostedProcesses hosted;

    private DefinedProcesses(DefinitionFile file, SessionFolder folder, ProcessFileLoader source, HostedProcesses hosted)
    {
        this.file = file;
        this.folder = folder;
        this.source = source;
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

    /// <summary>The processes of a killed session that are not defined here; null when this has ended.</summary>
    public OrphanedRuns? Orphaned => hosted.Orphaned;

    public static async Task<DefinedProcesses> StartAsync(string directory, Action<EngineMessage> log, CancellationToken cancellationToken)
    {
        var folder = new SessionFolder(directory);
        folder.Create();
        var file = new DefinitionFile();
        var source = folder.Source(() => file.ToText());
        return new DefinedProcesses(
            file, folder, source, await HostedProcesses.StartAsync(source, log, cancellationToken, leavesOrphans: true).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<ProcessInfo> StartAsync(ProcessDefinition definition, CancellationToken cancellationToken)
    {
        var isChange = file.Set(definition, out var before);
        Check(definition.Name, before);
        var done = (await Client.ReloadAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(action => action.Id == definition.Name);
        folder.Keep(definition);
        if (done?.Failure is { } failure)
        {
            throw new ProcessProxyException(ErrorCodes.ReplacementFailed, $"{definition.Name} was not replaced: {failure}");
        }

        // What the reload has replaced already is not restarted as well.
        var mustRestart = isChange && done?.Action != ReloadActionKind.Replace;
        try
        {
            return definition.IsJob ? await Client.GetAsync(definition.Name, cancellationToken).ConfigureAwait(false)
                : mustRestart ? await Client.RestartAsync(definition.Name, cancellationToken).ConfigureAwait(false)
                : await Client.StartAsync(definition.Name, cancellationToken).ConfigureAwait(false);
        }
        catch (ProcessProxyException refused) when (before is null && refused.Code is ErrorCodes.LaunchFailed or ErrorCodes.DependencyNotReady)
        {
            await RemoveAsync(definition.Name, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public string Export(IReadOnlyCollection<string> ids) => ProcessFileText.Of(file.All.Where(definition => ids.Contains(definition.Name)));

    /// <inheritdoc/>
    public async Task RemoveAsync(string id, CancellationToken cancellationToken)
    {
        var definition = file.Remove(id) ?? throw new ProcessProxyException(ErrorCodes.ProcessNotFound, $"There is no process '{id}'.");
        Check(id, definition);
        try
        {
            // Checked before it is removed, because the removal does not report what could not be ended.
            await Client.StopAsync(id, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            file.Restore(id, definition);
            throw;
        }

        await Client.ReloadAsync(CancellationToken.None).ConfigureAwait(false);
        folder.Forget(id);
    }

    /// <inheritdoc/>
    public async Task StopAsync(bool? keepProcesses, CancellationToken hurry)
    {
        await hosted.StopAsync(keepProcesses, hurry).ConfigureAwait(false);
        folder.RemoveUnlessUsed();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => hosted.DisposeAsync();

    /// <summary>Checks for problems before a reload would log them, and reverts the change if there are some.</summary>
    private void Check(string name, ProcessDefinition? before)
    {
        if (source.Load() is { Spec: null, Problems: var problems })
        {
            file.Restore(name, before);
            throw new ProcessProxyException(ErrorCodes.ConfigurationInvalid, $"{name} cannot be supervised with these parameters.") { Problems = problems };
        }
    }
}
