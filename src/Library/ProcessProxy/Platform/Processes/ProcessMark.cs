namespace ProcessProxy.Platform.Processes;

/// <summary>The variables by which a child and all its descendants are recognized.</summary>
internal static class ProcessMark
{
    /// <summary>Contains the ID of the process, for the program's own use; part of the specification.</summary>
    public const string IdVariable = "PROCESSPROXY_ID";

    /// <summary>Contains the mark of the run: unique for each launch by any server.</summary>
    public const string RunVariable = "PROCESSPROXY_RUN";

    /// <summary>Contains the number of the program, for its stop command; part of the specification.</summary>
    public const string PidVariable = "PROCESSPROXY_PID";

    /// <summary>The helper that runs before a program.</summary>
    public const string PreStart = "preStart";

    /// <summary>The helper that asks a program to end.</summary>
    public const string StopCommand = "stopCommand";

    // Not allowed in IDs, so no run of a process has the mark of a helper.
    private const char BeforeHelper = '!';

    private const char BeforeRun = '/';

    // A mark is ID/RUN. The name of a group cannot contain a slash; this character is in no ID, and in no file of the kernel there.
    private const char InGroupName = '~';

    /// <summary>Returns the mark of a command that runs beside a run of a process: <c>ID!NAME/RUN</c>.</summary>
    /// <param name="mark">The mark of the run.</param>
    /// <param name="name">The kind of command.</param>
    public static string OfHelper(string mark, string name) => mark.Insert(mark.IndexOf(BeforeRun, StringComparison.Ordinal), BeforeHelper + name);

    /// <summary>Returns whether it is the mark of such a command.</summary>
    public static bool IsOfHelper(string mark) => mark.AsSpan(0, Math.Max(0, mark.IndexOf(BeforeRun, StringComparison.Ordinal))).Contains(BeforeHelper);

    /// <summary>Returns whether a mark belongs to a run with this ID, or to a command beside it. Programs of one process see the same ID and have marks of their own.</summary>
    public static bool IsOf(string id, string? mark) =>
        mark is not null && mark.Length > id.Length && mark.StartsWith(id, StringComparison.Ordinal) && mark[id.Length] is BeforeRun or BeforeHelper;

    /// <summary>Returns the kinds of helpers.</summary>
    public static IReadOnlyList<string> Helpers { get; } = [PreStart, StopCommand];

    /// <summary>Returns the ID that a helper of a process has in the names of control groups.</summary>
    public static string HelperId(string id, string name) => $"{id}{BeforeHelper}{name}";

    /// <summary>Returns the name of the control group of a run.</summary>
    public static string GroupName(string mark) => mark.Replace(BeforeRun, InGroupName);

    /// <summary>Returns the ID and the mark in the name of a control group; both are empty if it is not one of ours.</summary>
    public static (string Id, string Mark) Split(string groupName)
    {
        var at = groupName.IndexOf(InGroupName, StringComparison.Ordinal);
        return at <= 0 || at == groupName.Length - 1 ? ("", "") : (groupName[..at], $"{groupName[..at]}/{groupName[(at + 1)..]}");
    }
}
