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
/// <param name="Known">The state that its supervisor wrote.</param>
internal sealed record OrphanedRun(string Id, int Pid, PersistedState Known)
{
    /// <summary>Returns whether it would be launched with the same settings.</summary>
    public bool IsOf(ProcessSpec process) => LaunchDigest.IsOf(Known.Launch, process);
}

/// <summary>The programs in a state folder that no supervisor supervises.</summary>
internal sealed class OrphanedRuns : IAsyncDisposable
{
    private readonly IProcessHost host;
    private readonly StateStore store;
    private readonly ILogger logger;
    private readonly Predicate<string>? isSupervised;
    private readonly bool isHostOurs;

    /// <summary>Returns the orphans beside the processes of a supervisor: the services that hold its programs must be its own.</summary>
    /// <param name="services">Its services.</param>
    /// <param name="isSupervised">Returns whether it supervises the program that a record is about; null if it supervises none.</param>
    public OrphanedRuns(RunnerServices services, Predicate<string>? isSupervised = null)
    {
        (host, store, logger) = (services.Host, services.Store, services.Logger);
        this.isSupervised = isSupervised;
    }

    /// <summary>Returns the orphans of a folder whose lock nobody else holds.</summary>
    public OrphanedRuns(string stateDirectory, TimeProvider time, ILogger logger)
    {
        host = ProcessHosts.Create(time, stateDirectory, logger);
        store = new StateStore(stateDirectory, logger);
        this.logger = logger;
        isHostOurs = true;
    }

    /// <summary>Gets the names that have a record: IDs, and those of further instances (<c>web.2</c>).</summary>
    /// <remarks>The records are read first: they do not include what the supervisor starts in the meantime, and it knows what it adopts.</remarks>
    public IReadOnlyList<string> Ids => [.. store.Ids().Where(id => isSupervised?.Invoke(id) != true)];

    /// <summary>Returns whether a supervisor used a state folder and died. A supervisor that shuts down in order removes its records.</summary>
    /// <remarks>A supervisor that is just starting has an empty lock and no records.</remarks>
    public static bool IsAbandoned(string stateDirectory) =>
        LockOf(stateDirectory) is (var says, false) && (says.Length > 0 || new StateStore(stateDirectory, NullLogger.Instance).Ids().Count > 0);

    /// <summary>Returns whether somebody else is reading such a folder at this moment, or taking it over: its lock is held and still names the dead supervisor.</summary>
    public static bool IsBeingLookedInto(string stateDirectory) =>
        LockOf(stateDirectory) is ({ Length: > 0 }, true) && OtherServer.Find(stateDirectory, out _) is null;

    /// <summary>Returns the run of a process, or null if its program is not running.</summary>
    /// <exception cref="IOException">This cannot be determined.</exception>
    public OrphanedRun? Find(string id)
    {
        if (store.Read(id) is not { } known || known.BootId != host.BootId)
        {
            return null;
        }

        using var child = known.Identity is { } identity ? host.Adopt(identity) : known.Mark is { } mark ? host.FindByMark(mark) : null;
        return child is null ? null : new(id, child.Identity.Pid, known);
    }

    /// <summary>Ends a program and everything it started, and removes its record.</summary>
    /// <returns>The processes that could not be ended.</returns>
    public Task<IReadOnlyList<string>> EndAsync(string id, CancellationToken cancellationToken) =>
        Orphans.EndAsync(id, store, host, logger, cancellationToken);

    /// <summary>Returns the contents of a folder's lock and whether it is held, or null if there is none, or none that can be trusted.</summary>
    private static (byte[] Says, bool IsHeld)? LockOf(string stateDirectory) =>
        Directory.Exists(stateDirectory) && StateDirectory.Distrust(stateDirectory) is null
        && LockFile.Look(ServerLock.PathOf(stateDirectory), ServerRecord.Longest) is var (content, isHeld, _)
            ? (content, isHeld)
            : null;

    public ValueTask DisposeAsync() => isHostOurs ? host.DisposeAsync() : ValueTask.CompletedTask;
}
