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

    /// <summary>A run was found that writes already.</summary>
    void Resume();

    /// <summary>The run has ended; the end is announced after this.</summary>
    void RunEnded();
}
