using System.Runtime.InteropServices;
using ProcessProxy.Configuration;
using ProcessProxy.Logs.Parts;

namespace ProcessProxy.Logs;

/// <summary>A process's log, as far as its runs concern it.</summary>
internal interface IRunLog
{
    /// <summary>A run is about to be launched and nothing writes.</summary>
    void PrepareRun();

    /// <summary>Where the log's files ended at the last <see cref="PrepareRun"/> or <see cref="RunEnded"/>; null for one that is not known.</summary>
    ValueList<LogPosition?> Marked => [];

    /// <summary>What the next program gets as both outputs in place of the log, to be disposed after the launch; null where that is the log itself.</summary>
    /// <exception cref="Platform.Processes.LaunchException">It cannot be made.</exception>
    SafeHandle? OpenOutput() => null;

    /// <summary>A run was found that writes already.</summary>
    void Resume();

    /// <summary>It is known what an earlier server has left behind.</summary>
    /// <param name="pid">The program that still runs; null when none does.</param>
    void Recovered(int? pid)
    {
    }

    /// <summary>All that the tree of a run has written is to be there now.</summary>
    void CatchUp()
    {
    }

    /// <summary>The run has ended; the end is announced after this.</summary>
    void RunEnded();
}
