using Microsoft.Extensions.Logging;
using ProcessProxy.PowerShell.Bridge;
using ProcessProxy.Supervision.Recovering;

namespace ProcessProxy.PowerShell.Hosting;

/// <summary>A killed session that left programs running, or the part of it that another session has not taken over.</summary>
internal sealed class OrphanedSession : IOrphanedSession
{
    /// <summary>The time to wait while others check.</summary>
    private static readonly TimeSpan OthersPatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OthersPause = TimeSpan.FromMilliseconds(20);

    private readonly SessionFolder folder;
    private readonly IReadOnlyList<OrphanedRun> runs;

    private OrphanedSession(SessionFolder folder, IReadOnlyList<OrphanedRun> runs, DefinedProcesses? holder, ILogger logger)
    {
        this.folder = folder;
        this.runs = runs;
        Client = new OrphanClient(folder, runs, holder, logger);
    }

    /// <inheritdoc/>
    public string Folder => folder.Path;

    /// <inheritdoc/>
    public IProcessClient Client { get; }

    /// <summary>Returns the sessions below a folder.</summary>
    /// <param name="sessions">The folder.</param>
    /// <param name="supervised">The processes that this process supervises.</param>
    /// <param name="logger">Receives messages.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public static async Task<IReadOnlyList<OrphanedSession>> FindAsync(
        string sessions, IReadOnlyList<IHostedSupervisor> supervised, ILogger logger, CancellationToken cancellationToken)
    {
        var found = new List<OrphanedSession>();
        foreach (var folder in Directory.Exists(sessions) ? Directory.EnumerateDirectories(sessions).Order().Select(path => new SessionFolder(path)) : [])
        {
            try
            {
                var holder = supervised.OfType<DefinedProcesses>().FirstOrDefault(one => one.ProjectDirectory == folder.Path);
                var runs = holder is not null ? Beside(holder) : await LookAsync(folder, logger, cancellationToken).ConfigureAwait(false);
                if (runs.Count > 0)
                {
                    found.Add(new OrphanedSession(folder, runs, holder, logger));
                }
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // Another session is about to do the same, or it cannot be read. It is checked again the next time.
                Log.NotLookedAt(logger, folder.Path, refused.Message);
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public bool Runs(ProcessDefinition definition) =>
        runs.Any(run => run.Id == definition.Name && folder.SpecOf(definition) is { } spec && run.IsOf(spec));

    /// <summary>Checks a folder. If another session does so at this moment, waits for it: otherwise its programs would be started a second time.</summary>
    private static async Task<IReadOnlyList<OrphanedRun>> LookAsync(SessionFolder folder, ILogger logger, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (OrphanedRuns.IsAbandoned(folder.StateDirectory)
                && await ClearAsync(folder, logger, cancellationToken).ConfigureAwait(false) is { } runs)
            {
                return runs;
            }

            if (!OrphanedRuns.IsBeingLookedInto(folder.StateDirectory) || TimeProvider.System.GetElapsedTime(began) > OthersPatience)
            {
                return [];
            }

            await Task.Delay(OthersPause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Checks while nobody else can take the folder over; a folder where nothing runs is removed.</summary>
    /// <returns>The running programs; null if somebody else holds the folder.</returns>
    private static async Task<IReadOnlyList<OrphanedRun>?> ClearAsync(SessionFolder folder, ILogger logger, CancellationToken cancellationToken)
    {
        using var hold = folder.TryHold();
        if (hold is null)
        {
            return null;
        }

        var found = new List<OrphanedRun>();
        var orphans = new OrphanedRuns(folder.StateDirectory, TimeProvider.System, logger);
        await using (orphans.ConfigureAwait(false))
        {
            foreach (var id in orphans.Ids)
            {
                if (orphans.Find(id) is { } run)
                {
                    found.Add(run);
                }
                else
                {
                    // It has exited; processes that it started may be alive.
                    await orphans.EndAsync(id, cancellationToken).ConfigureAwait(false);
                }
            }
        }

        if (found.Count == 0)
        {
            folder.RemoveUnlessUsed();
        }

        return found;
    }

    /// <summary>Returns what a supervisor that has taken the folder over has not adopted. Nothing is ended, because it may be about to be adopted.</summary>
    private static IReadOnlyList<OrphanedRun> Beside(DefinedProcesses holder) =>
        holder.Orphaned is { } orphans ? [.. orphans.Ids.Select(orphans.Find).OfType<OrphanedRun>()] : [];
}
