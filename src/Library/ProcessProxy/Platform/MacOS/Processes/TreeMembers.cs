using ProcessProxy.Platform.MacOS.Native;
using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.MacOS.Processes;

/// <summary>The members of a program's tree.</summary>
/// <param name="root">The program.</param>
/// <param name="wasWatched">Whether we watched it, so that its number was reserved until it ended; otherwise only the mark counts.</param>
internal sealed class TreeMembers(ProcessIdentity root, bool wasWatched) : ITreeMembers
{
    /// <inheritdoc/>
    /// <exception cref="IOException">The processes cannot be listed.</exception>
    public Task<IReadOnlyList<TableEntry>> FindAsync(bool isPatient = false) =>
        // Requires many system calls, and the caller serves others too.
        Task.Run<IReadOnlyList<TableEntry>>(() => [.. Among(ProcessTable.Sweep(), Environment.ProcessId)]);

    /// <summary>Returns whether no process of the program's group is alive.</summary>
    public bool GroupIsEmpty() =>
        wasWatched
        && (DarwinProcess.TryLook(root.Pid, zombies: true) is { } holder && holder.StartTicks != root.StartTicks
            || !DarwinProcess.GroupMembers(root.Pid).Any(pid =>
                DarwinProcess.TryLook(pid, zombies: false) is { IsDead: false } member && member.Group == root.Pid));

    /// <summary>Signals the group or, if its leader is gone, each member separately after verification.</summary>
    public async Task SignalGroupAsync(int signal)
    {
        if (wasWatched && !DarwinProcess.SignalGroup(root.Pid, root.StartTicks, signal))
        {
            Signal([.. (await FindAsync().ConfigureAwait(false)).Where(entry => entry.Group == root.Pid)], signal);
        }
    }

    /// <inheritdoc/>
    public async ValueTask KillGroupAsync() => await SignalGroupAsync(DarwinSignals.Kill).ConfigureAwait(false);

    /// <inheritdoc/>
    public void Signal(IReadOnlyList<TableEntry> entries, int signal)
    {
        foreach (var entry in entries)
        {
            DarwinProcess.Signal(entry.Pid, entry.StartTicks, signal);
        }
    }

    /// <summary>Returns which of these processes belong to the tree.</summary>
    /// <param name="all">All living processes.</param>
    /// <param name="self">The server's own number: a server that was started by one of its own programs has the mark as well.</param>
    public IEnumerable<TableEntry> Among(IReadOnlyList<TableEntry> all, int self)
    {
        // The system does not reuse a number while a session or group has it. So if another process has it, nothing of the
        // program's session is left.
        var numberIsOurs = wasWatched && !all.Any(entry => entry.Pid == root.Pid && entry.StartTicks != root.StartTicks);
        return all.Where(entry => entry.Pid != self
            && ((entry.Run is { Length: > 0 } && entry.Run == root.Mark)
                || (numberIsOurs && (entry.Pid == root.Pid || entry.Group == root.Pid))
                // The system hides the environment of its own programs; then the session counts.
                || (numberIsOurs && entry.Run is null && entry.Session == root.Pid)));
    }
}
