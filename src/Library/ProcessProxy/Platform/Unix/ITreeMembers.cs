namespace ProcessProxy.Platform.Unix;

/// <summary>The members of a program's tree, and signals that can reach nobody else.</summary>
internal interface ITreeMembers
{
    /// <summary>Returns all living members of the tree, including those that left the group or the session.</summary>
    /// <param name="isPatient">Whether the scan may be delayed and shared with others.</param>
    Task<IReadOnlyList<TableEntry>> FindAsync(bool isPatient = false);

    /// <summary>Signals each of these processes, if it is still the one that was seen.</summary>
    void Signal(IReadOnlyList<TableEntry> entries, int signal);

    /// <summary>Kills everything that can be killed at once.</summary>
    ValueTask KillGroupAsync();
}
