using ProcessProxy.Configuration;
using ProcessProxy.Platform.Network;

namespace ProcessProxy.Platform.Processes;

/// <summary>The operating system, as far as supervision needs it. All access to processes goes through this interface.</summary>
internal interface IProcessHost : IAsyncDisposable
{
    /// <summary>Gets a message about this machine that is logged once at the start, or null.</summary>
    string? Notice => null;

    /// <summary>Gets the table of listeners; null if it is not available.</summary>
    IPortTable? Ports => null;

    /// <summary>Launches a program in its own session with its output going directly to its log.</summary>
    /// <exception cref="LaunchException">It could not be launched.</exception>
    IChildProcess Launch(LaunchRequest request);

    /// <summary>
    /// Finds the exact process that <paramref name="identity"/> names. The contents of a file are not enough: the process must have the mark of
    /// its run under our own user, be in its control group, or write its log.
    /// </summary>
    /// <param name="identity">The identity.</param>
    /// <param name="log">The log of the process; null if it is no longer configured.</param>
    /// <returns>The process, or null if it is no longer running. A stranger with the same number counts as not running.</returns>
    /// <exception cref="IOException">It cannot be determined, for example for lack of descriptors.</exception>
    /// <exception cref="UnprovenRunException">It exists and shows no evidence that it is ours.</exception>
    IChildProcess? Adopt(ProcessIdentity identity, LogSpec? log = null);

    /// <summary>Finds a program that was launched as the run <paramref name="mark"/> and not yet recorded.</summary>
    IChildProcess? FindByMark(string mark);

    /// <summary>Finds a program with this ID in its own control group or writing to this log, if no record of it is left.</summary>
    IChildProcess? FindByLog(string id, LogSpec log);

    /// <summary>Returns the marks of the commands that an earlier server ran before or beside this process and that are still alive.</summary>
    IReadOnlyList<string> HelpersOf(string id) => [];

    /// <summary>Ends the leftovers of a dead program whose exit nobody saw.</summary>
    /// <returns>The processes that could not be ended.</returns>
    Task<IReadOnlyList<string>> EndLeftoversAsync(ProcessIdentity identity, EndTreeRequest request, CancellationToken hurry);

    /// <summary>Returns whether something of an earlier server's run of this process still exists: in its control group, or holding the log.</summary>
    bool IsHeld(string id, LogSpec log) => IsOutputHeld(log);

    /// <summary>Returns whether a process still has the log open for output. Until it does not, a launch is refused.</summary>
    bool IsOutputHeld(LogSpec log);

    /// <summary>Returns the number of the signal with this name (<c>SIGTERM</c>).</summary>
    int SignalNumber(string name);

    /// <summary>Returns the name of the signal with this number.</summary>
    string SignalName(int number);

    /// <summary>Measures several trees at once. Requires a scan of all processes, so nobody waits for it on a hot path.</summary>
    /// <param name="trees">The programs whose trees are measured.</param>
    /// <returns>The resource use of each; null if nothing of it is alive or this system does not report it.</returns>
    /// <exception cref="IOException">The processes cannot be read.</exception>
    IReadOnlyList<TreeUsage?> Measure(IReadOnlyList<ProcessIdentity> trees) => new TreeUsage?[trees.Count];

    /// <summary>Gets the current boot.</summary>
    string BootId { get; }
}
