using ProcessProxy.Configuration;
using ProcessProxy.Platform.Network;

namespace ProcessProxy.Platform.Processes;

/// <summary>The operating system, as far as supervision needs it. Everything that touches processes is behind this.</summary>
internal interface IProcessHost : IAsyncDisposable
{
    /// <summary>What is worth knowing of how this machine lets us work, told once at the start; null when nothing is.</summary>
    string? Notice => null;

    /// <summary>Who listens on which port; null where that cannot be told.</summary>
    IPortTable? Ports => null;

    /// <summary>Launches a program in a session of its own with its output going straight to its log.</summary>
    /// <exception cref="LaunchException">It could not be launched.</exception>
    IChildProcess Launch(LaunchRequest request);

    /// <summary>
    /// Looks for the very process that <paramref name="identity"/> names. What a file says is not enough: the process must carry the mark of
    /// its run under our own user, be in its control group, or write its log.
    /// </summary>
    /// <param name="identity">Who it is.</param>
    /// <param name="log">The log of the process; null for one that is not configured any more.</param>
    /// <returns>It, or null when it no longer runs. A stranger with the same number counts as not running.</returns>
    /// <exception cref="IOException">It cannot be told, for want of descriptors for example.</exception>
    /// <exception cref="UnprovenRunException">It is there and shows nothing that tells whether it is ours.</exception>
    IChildProcess? Adopt(ProcessIdentity identity, LogSpec? log = null);

    /// <summary>Looks for a program that was launched as the run <paramref name="mark"/> and not yet recorded.</summary>
    IChildProcess? FindByMark(string mark);

    /// <summary>Looks for a program with this id in a control group of its own or writing to this log, when no record of it is left.</summary>
    IChildProcess? FindByLog(string id, LogSpec log);

    /// <summary>Ends what a dead program left behind. For a program that nobody saw end.</summary>
    /// <returns>What could not be ended.</returns>
    Task<IReadOnlyList<string>> EndLeftoversAsync(ProcessIdentity identity, EndTreeRequest request, CancellationToken hurry);

    /// <summary>Whether something of an earlier server's run of this process is still there: in its control group, or holding the log.</summary>
    bool IsHeld(string id, LogSpec log) => IsOutputHeld(log);

    /// <summary>Whether some process still holds the log open for output. A launch is refused while one does.</summary>
    bool IsOutputHeld(LogSpec log);

    /// <summary>The number of the signal with this name (<c>SIGTERM</c>).</summary>
    int SignalNumber(string name);

    /// <summary>The name of the signal with this number.</summary>
    string SignalName(int number);

    /// <summary>Measures several trees at once. Costs a look at every process of the machine, so nobody waits for it on a hot path.</summary>
    /// <param name="trees">The programs whose trees are measured.</param>
    /// <returns>For each of them what it uses; null when nothing of it is alive or this system does not tell.</returns>
    /// <exception cref="IOException">The processes cannot be looked at.</exception>
    IReadOnlyList<TreeUsage?> Measure(IReadOnlyList<ProcessIdentity> trees) => new TreeUsage?[trees.Count];

    /// <summary>The current boot.</summary>
    string BootId { get; }
}
