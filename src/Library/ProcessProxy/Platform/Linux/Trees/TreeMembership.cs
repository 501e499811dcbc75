using ProcessProxy.Platform.Processes;
using ProcessProxy.Platform.Unix;

namespace ProcessProxy.Platform.Linux.Trees;

/// <summary>Decides whether a process belongs to a program's tree, by what it shows.</summary>
internal static class TreeMembership
{
    /// <summary>Decides it. Members of the program's control group also belong to the tree, whatever they show.</summary>
    /// <param name="root">The program.</param>
    /// <param name="entry">The process.</param>
    /// <param name="numberIsOurs">Whether the program's number means the program, or its session, and nothing else.</param>
    public static bool Includes(ProcessIdentity root, in TableEntry entry, bool numberIsOurs) =>
        (entry.Run is { Length: > 0 } && entry.Run == root.Mark)
        || (numberIsOurs && entry.Pid == root.Pid && entry.StartTicks == root.StartTicks)
        // A program may overwrite the memory that shows its environment; then its session counts,
        // unless another run has put its mark there or it is older than the program.
        || (numberIsOurs && entry.Run is null && entry.Session == root.Pid && entry.StartTicks >= root.StartTicks);
}
