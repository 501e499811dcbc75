namespace ProcessProxy.Platform.Unix;

/// <summary>Who belongs to a program's tree, and signals to them that can reach nobody else.</summary>
internal interface ITreeMembers
{
    /// <summary>Everything of the tree that is alive, also what left the group or the session.</summary>
    /// <param name="isPatient">Whether the look may be put off and shared with others.</param>
    Task<IReadOnlyList<TableEntry>> FindAsync(bool isPatient = false);

    /// <summary>Signals each of these processes, if it is still the one that was seen.</summary>
    void Signal(IReadOnlyList<TableEntry> entries, int signal);

    /// <summary>Kills what can be killed all at once.</summary>
    ValueTask KillGroupAsync();
}
