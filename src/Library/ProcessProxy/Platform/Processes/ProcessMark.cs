namespace ProcessProxy.Platform.Processes;

/// <summary>How a child and all its descendants can be recognised.</summary>
internal static class ProcessMark
{
    /// <summary>Carries the id of the process, for the program's own use; part of the contract.</summary>
    public const string IdVariable = "PROCESSPROXY_ID";

    /// <summary>Carries the mark of the run: unique for each launch by any server.</summary>
    public const string RunVariable = "PROCESSPROXY_RUN";

    /// <summary>Carries the number of the program, for the command that is to end it; part of the contract.</summary>
    public const string PidVariable = "PROCESSPROXY_PID";

    /// <summary>The helper that runs before a program.</summary>
    public const string PreStart = "preStart";

    /// <summary>The helper that asks a program to end.</summary>
    public const string StopCommand = "stopCommand";

    // In no id: so no run of a process has the mark of a helper.
    private const char BeforeHelper = '!';

    private const char BeforeRun = '/';

    // A mark is ID/RUN. A slash cannot be in the name of a group; this is in no id, and in no file that the kernel puts there.
    private const char InGroupName = '~';

    /// <summary>The mark of a command that is run beside a run of a process: <c>ID!NAME/RUN</c>.</summary>
    /// <param name="mark">The mark of the run.</param>
    /// <param name="name">What the command is.</param>
    public static string OfHelper(string mark, string name) => mark.Insert(mark.IndexOf(BeforeRun, StringComparison.Ordinal), BeforeHelper + name);

    /// <summary>Whether it is the mark of such a command.</summary>
    public static bool IsOfHelper(string mark) => mark.AsSpan(0, Math.Max(0, mark.IndexOf(BeforeRun, StringComparison.Ordinal))).Contains(BeforeHelper);

    /// <summary>The name of the control group of a run, where the system has such.</summary>
    public static string GroupName(string mark) => mark.Replace(BeforeRun, InGroupName);

    /// <summary>The id and the mark that the name of a control group says; both are empty when it is not the name of one of ours.</summary>
    public static (string Id, string Mark) Split(string groupName)
    {
        var at = groupName.IndexOf(InGroupName, StringComparison.Ordinal);
        return at <= 0 || at == groupName.Length - 1 ? ("", "") : (groupName[..at], $"{groupName[..at]}/{groupName[(at + 1)..]}");
    }
}
