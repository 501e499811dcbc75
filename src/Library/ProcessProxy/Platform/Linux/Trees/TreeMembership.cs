using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Trees;

/// <summary>Whether a process belongs to a program's tree, by what it shows of itself.</summary>
internal static class TreeMembership
{
    /// <summary>Decides it. Members of the program's control group belong to the tree as well, whatever they show.</summary>
    /// <param name="root">The program.</param>
    /// <param name="entry">The process.</param>
    /// <param name="numberIsOurs">Whether the program's number means the program, or its session, and nobody else.</param>
    public static bool Includes(ProcessIdentity root, in TableEntry entry, bool numberIsOurs) =>
        (entry.Run is { Length: > 0 } && entry.Run == root.Mark)
        || (numberIsOurs && entry.Pid == root.Pid && entry.StartTicks == root.StartTicks)
        // A program may overwrite the memory that its environment is shown from; then its session speaks for it,
        // as long as no other run has put its mark there and it is not older than the program.
        || (numberIsOurs && entry.Run is null && entry.Session == root.Pid && entry.StartTicks >= root.StartTicks);
}
