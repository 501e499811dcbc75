using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ProcessProxy.Configuration;
using ProcessProxy.Platform.Files;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Servers;
using ProcessProxy.Supervision.Keeping;
using ProcessProxy.Supervision.Services;

namespace ProcessProxy.Supervision.Recovering;

/// <summary>A program that outlived its supervisor.</summary>
/// <param name="Id">The process.</param>
/// <param name="Pid">The program.</param>
/// <param name="Known">What its supervisor wrote down.</param>
internal sealed record OrphanedRun(string Id, int Pid, PersistedState Known)
{
    /// <summary>Whether this is what it would be launched with.</summary>
    public bool IsOf(LaunchSpec launch) => LaunchDigest.IsOf(Known.Launch, launch);
}

/// <summary>The programs in a folder of state that no supervisor supervises.</summary>
internal sealed class OrphanedRuns : IAsyncDisposable
{
    private readonly IProcessHost host;
    private readonly StateStore store;
    private readonly ILogger logger;
    private readonly bool isHostOurs;

    /// <summary>Those beside the processes of a supervisor: what keeps its programs together must be its own.</summary>
    public OrphanedRuns(RunnerServices services)
    {
        (host, store, logger) = (services.Host, services.Store, services.Logger);
    }

    /// <summary>Those of a folder whose lock nobody else holds.</summary>
    public OrphanedRuns(string stateDirectory, TimeProvider time, ILogger logger)
    {
        host = ProcessHosts.Create(time, stateDirectory, logger);
        store = new StateStore(stateDirectory, logger);
        this.logger = logger;
        isHostOurs = true;
    }

    /// <summary>The ids that something is known of.</summary>
    public IReadOnlyList<string> Ids => store.Ids();

    /// <summary>Whether a supervisor used a folder of state and died. One that ends in order removes what it knew.</summary>
    /// <remarks>One that is only starting has an empty lock and knows nothing.</remarks>
    public static bool IsAbandoned(string stateDirectory) =>
        LockOf(stateDirectory) is (var says, false) && (says.Length > 0 || new StateStore(stateDirectory, NullLogger.Instance).Ids().Count > 0);

    /// <summary>Whether somebody else looks into such a folder at this moment, or takes it over: its lock is held and still says who died.</summary>
    public static bool IsBeingLookedInto(string stateDirectory) =>
        LockOf(stateDirectory) is ({ Length: > 0 }, true) && OtherServer.Find(stateDirectory, out _) is null;

    /// <summary>The run of a process; null when its program does not run.</summary>
    /// <exception cref="IOException">It cannot be told.</exception>
    public OrphanedRun? Find(string id)
    {
        if (store.Read(id) is not { } known || known.BootId != host.BootId)
        {
            return null;
        }

        using var child = known.Identity is { } identity ? host.Adopt(identity) : known.Mark is { } mark ? host.FindByMark(mark) : null;
        return child is null ? null : new(id, child.Identity.Pid, known);
    }

    /// <summary>Ends a program, with everything it started, and forgets it.</summary>
    /// <returns>What could not be ended.</returns>
    public Task<IReadOnlyList<string>> EndAsync(string id, CancellationToken cancellationToken) =>
        Orphans.EndAsync(id, store, host, logger, cancellationToken);

    /// <summary>What the lock of a folder says and whether it is held; null where there is none, or none to believe.</summary>
    private static (byte[] Says, bool IsHeld)? LockOf(string stateDirectory) =>
        Directory.Exists(stateDirectory) && StateDirectory.Distrust(stateDirectory) is null
        && LockFile.Look(ServerLock.PathOf(stateDirectory), ServerRecord.Longest) is var (content, isHeld, _)
            ? (content, isHeld)
            : null;

    public ValueTask DisposeAsync() => isHostOurs ? host.DisposeAsync() : ValueTask.CompletedTask;
}
