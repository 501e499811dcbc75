using System.Runtime.InteropServices;
using ProcessProxy.Configuration;
using ProcessProxy.Logs.Parts;

namespace ProcessProxy.Logs;

/// <summary>The part of a process's log that concerns its runs.</summary>
internal interface IRunLog
{
    /// <summary>Prepares for a launch, while nothing writes.</summary>
    void PrepareRun();

    /// <summary>Gets where the log's files ended at the last <see cref="PrepareRun"/> or <see cref="RunEnded"/>; null for an unknown one.</summary>
    ValueList<LogPosition?> Marked => [];

    /// <summary>Creates both outputs of the next program instead of the log, to be disposed after the launch; null if the program writes to the log itself.</summary>
    /// <exception cref="Platform.Processes.LaunchException">It cannot be created.</exception>
    SafeHandle? OpenOutput() => null;

    /// <summary>Handles that a running program was found, which already writes.</summary>
    void Resume();

    /// <summary>Handles that it is known what an earlier server has left behind.</summary>
    /// <param name="pid">The program that is still running, or null.</param>
    void Recovered(int? pid)
    {
    }

    /// <summary>Completes everything that the tree of a run has written so far.</summary>
    void CatchUp()
    {
    }

    /// <summary>Handles that the run has ended, before this is announced.</summary>
    void RunEnded();
}
